/** The requests that the data provider makes of the real application. */
import { expect } from 'chai';
import { addAuditRows, addUsers } from '../support/bulk.js';
import { createUser, signIn } from '../support/people.js';
import { useConsole } from './support/console.js';
import { json } from './support/gateway.js';

interface Row {
  id: number;
  username: string;
  role: string;
}

const NEWEST_FIRST = { field: 'id', order: 'DESC' } as const;

/** What a list is asked for; `page` begins at 1. */
const ask = (page: number, perPage: number, filter = {}) => ({
  pagination: { page, perPage },
  sort: NEWEST_FIRST,
  filter,
});

describe('console: data provider', () => {
  const use = useConsole();

  describe('lists', () => {
    before(() => addUsers(use.app.db, 60));

    it('asks for a page in the words of the contract, and reads the total', async () => {
      const answer = await use.providers.dataProvider.getList('users', ask(2, 25, { q: 'bulk' }));
      expect(use.sent()).to.have.length(1);
      expect(use.sent()[0]?.path).to.equal('/api/users?sort=["id","DESC"]&range=[25,49]&filter={"q":"bulk"}');
      expect(answer.data).to.have.length(25);
      expect(answer).to.include({ total: 60 });
    });

    it('asks for many by their ids, at once', async () => {
      const { data } = await use.providers.dataProvider.getMany('users', { ids: [1, 3] });
      expect(use.sent()).to.have.length(1);
      expect(use.sent()[0]?.path).to.equal('/api/users?filter={"id":[1,3]}');
      expect((data as Row[]).map(({ id }) => id)).to.have.members([1, 3]);
    });

    it('asks for what belongs to another record by a filter', async () => {
      await use.providers.dataProvider.getManyReference('audit', {
        ...ask(1, 10, { event: 'login_ok' }),
        target: 'user_id',
        id: 1,
      });
      expect(use.sent()[0]?.path).to.include('filter={"event":"login_ok","user_id":1}');
    });

    it('never lets an id choose another address', async () => {
      const { dataProvider } = use.providers;
      const error = await dataProvider.getOne('users', { id: '../audit' }).catch((reason: unknown) => reason);
      expect(error).to.include({ status: 404 });
      expect(use.gateway.sent[0]?.path).to.equal('/api/users/../audit');
    });
  });

  describe('lists of more than ten thousand rows', () => {
    before(() => addAuditRows(use.app.db, 10_200));

    it('says that there is more, instead of a total that nobody counted', async () => {
      const { dataProvider } = use.providers;
      const first = await dataProvider.getList('audit', ask(1, 100));
      expect(first).not.to.have.property('total');
      expect(first).to.deep.include({ pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    });

    it('goes on past row 10,000 by the link of the page before, and ends at the last row', async () => {
      const { dataProvider } = use.providers;
      const page = async (number: number) => {
        const { data, ...rest } = await dataProvider.getList(
          'audit',
          ask(number, 100, { ts_gte: '2000-01-01T00:00:00Z' }),
        );
        return { ids: (data as Row[]).map(({ id }) => id), ...rest };
      };
      const before = await page(100);
      const beyond = await page(101);
      expect(use.sent().at(-1)?.path).not.to.include('range=[10000');
      expect(beyond.ids).to.have.length(100);
      expect(beyond.ids[0]).to.equal(before.ids.at(-1)! - 1);
      expect(beyond).to.deep.include({ pageInfo: { hasNextPage: true, hasPreviousPage: true } });
      await page(102);
      const last = await page(103);
      expect(last).to.deep.include({ pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    });

    it('says in words that a page so deep cannot be the first, without asking for it', async () => {
      const { dataProvider } = use.providers;
      const error = await dataProvider
        .getList('audit', ask(150, 100, { event: 'login_ok' }))
        .catch((reason: unknown) => reason);
      expect(error).to.include({ status: 422 });
      expect((error as Error).message).to.match(/^Only the first 10,000 rows can be opened directly/);
      expect(use.sent()).to.have.length(0);
    });

    it('follows no link to another origin', async () => {
      const { dataProvider } = use.providers;
      const link = '<https://elsewhere.example/api/audit?cursor=x>; rel="next"';
      use.gateway.instead('/api/audit', json(200, [], { 'Content-Range': 'audit 0-0/*', Link: link }));
      const filter = { event: 'logout' };
      const page = await dataProvider.getList('audit', ask(100, 100, filter));
      expect(page).to.deep.include({ pageInfo: { hasNextPage: false, hasPreviousPage: true } });
      const error = await dataProvider
        .getList('audit', ask(101, 100, filter))
        .catch((reason: unknown) => reason);
      expect(error).to.include({ status: 422 });
    });
  });

  describe('changes', () => {
    async function someone(username: string): Promise<Row> {
      const id = await createUser(use.admin, username);
      return (await use.providers.dataProvider.getOne('users', { id })).data;
    }

    it('sends of an edit only what was changed', async () => {
      const before = await someone('editha');
      use.gateway.sent.length = 0;
      const { data } = await use.providers.dataProvider.update<Row>('users', {
        id: before.id,
        data: { ...before, role: 'admin' },
        previousData: before,
      });
      expect(data).to.include({ username: 'editha', role: 'admin' });
      expect(use.sent()).to.have.length(1);
      expect(use.sent()[0]).to.deep.include({ method: 'PATCH', body: { role: 'admin' } });
    });

    it('sends nothing where nothing was changed', async () => {
      const before = await someone('quiet');
      use.gateway.sent.length = 0;
      const { dataProvider } = use.providers;
      await dataProvider.update('users', { id: before.id, data: { ...before }, previousData: before });
      expect(use.sent()).to.have.length(0);
    });

    it('answers a deletion with the record that went', async () => {
      const gone = await someone('gonzo');
      const { data } = await use.providers.dataProvider.delete('users', { id: gone.id, previousData: gone });
      expect(data).to.deep.equal(gone);
      expect(use.sent().at(-1)).to.include({ method: 'DELETE', path: `/api/users/${gone.id}` });
      const error = await use.providers.dataProvider
        .getOne('users', { id: gone.id })
        .catch((reason: unknown) => reason);
      expect(error).to.include({ status: 404 });
    });

    it('ends one session of somebody, and all of them', async () => {
      const { id } = await someone('busy');
      for (let n = 0; n < 3; n++) await signIn(use.app, 'busy');
      const { dataProvider } = use.providers;
      const { data } = await dataProvider.getList('sessions', ask(1, 25, { user_id: id }));
      expect(data).to.have.length(3);
      const [one] = data as Row[];
      await dataProvider.delete('sessions', { id: one!.id });
      expect(use.sent().at(-1)).to.include({ method: 'DELETE', path: `/api/sessions/${one!.id}` });
      expect(await dataProvider.revokeSessions(id)).to.equal(2);
      expect(await dataProvider.revokeSessions(id)).to.equal(0);
    });

    it('resets a password that then signs in', async () => {
      const { id } = await someone('resa');
      await use.providers.dataProvider.resetPassword(id, 'a quiet harbour 7');
      const answer = await use.admin.post('/api/auth/login', {
        username: 'resa',
        password: 'a quiet harbour 7',
      });
      expect(answer.status).to.equal(200);
    });
  });
});
