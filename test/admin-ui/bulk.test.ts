/** Many users at once, and two editors of one: the console over the real application. */
import { expect } from 'chai';
import { createUser } from '../support/people.js';
import { useConsole } from './support/console.js';

interface User {
  id: number;
  role: string;
  is_active: boolean;
  revision: number;
}

describe('console: many at once, and two at one', () => {
  const use = useConsole();
  let joe: number;
  let max: number;

  before(async () => {
    joe = await createUser(use.admin, 'joe');
    max = await createUser(use.admin, 'max');
  });

  const read = async (id: number): Promise<User> =>
    (await use.providers.dataProvider.getOne('users', { id })).data;

  const promote = (previousData: User): Promise<{ data: User }> =>
    use.providers.dataProvider.update<User>('users', {
      id: previousData.id,
      data: { role: 'admin' },
      previousData,
    });

  it('changes many in one request, and names those that may not be touched', async () => {
    const answer = await use.providers.dataProvider.bulk([1, joe, max, 999], {
      action: 'update',
      data: { is_active: false },
    });
    expect(use.sent()).to.have.length(1);
    expect(use.sent()[0]).to.deep.include({
      method: 'POST',
      path: '/api/users/bulk',
      body: { ids: [1, joe, max, 999], action: 'update', data: { is_active: false } },
    });
    expect(answer.changed).to.have.members([joe, max]);
    expect(answer.refused.map(({ id, code }) => [id, code])).to.have.deep.members([
      [1, 'last_admin'],
      [999, 'not_found'],
    ]);
    for (const { detail } of answer.refused) expect(detail).to.be.a('string').and.not.to.equal('');
  });

  it('tells react-admin what is now as it was asked for', async () => {
    const { dataProvider } = use.providers;
    await dataProvider.bulk([max], { action: 'update', data: { is_active: true } });
    const { data } = await dataProvider.updateMany('users', {
      ids: [1, joe, max],
      data: { is_active: true },
    });
    expect(data).to.have.members([1, joe, max]);
    expect(await read(joe)).to.include({ is_active: true });
  });

  it('deletes many in one request', async () => {
    const gone = [await createUser(use.admin, 'ann'), await createUser(use.admin, 'bob')];
    const { data } = await use.providers.dataProvider.deleteMany('users', { ids: [...gone, 1] });
    expect(data).to.have.members(gone);
    expect(use.sent()[0]?.body).to.deep.equal({ ids: [...gone, 1], action: 'delete' });
  });

  it('refuses in words what cannot be done to other lists', async () => {
    const error = await use.providers.dataProvider
      .deleteMany('audit', { ids: [1] })
      .catch((reason: unknown) => reason);
    expect(error).to.include({ status: 422, message: 'Several at once cannot be changed.' });
    expect(use.sent()).to.have.length(0);
  });

  it('goes on from an edit with the version that came of it', async () => {
    const before = await read(joe);
    const { data } = await promote(before);
    expect(data.revision).to.be.greaterThan(before.revision);
    expect(use.sent().at(-1)?.headers).to.include({ 'if-match': `"${before.revision}"` });
    const { dataProvider } = use.providers;
    await dataProvider.update('users', { id: joe, data: { role: 'user' }, previousData: data });
    expect(await read(joe)).to.include({ role: 'user' });
  });

  it('overwrites nobody’s newer edit, and says whose it was', async () => {
    const before = await read(max);
    await use.admin.patch(`/api/users/${max}`, { is_active: false });
    const error = await promote(before).catch((reason: unknown) => reason);
    expect(error).to.include({ status: 412 }).and.to.have.nested.property('body.code', 'stale');
    expect((error as Error).message).to.match(/^root changed this user meanwhile: /);
    expect(await read(max)).to.include({ role: 'user', is_active: false });
  });
});
