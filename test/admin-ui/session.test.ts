/** Who uses the console, as its session learns it from the real application. */
import { expect } from 'chai';
import { startTestApp } from '../support/app.js';
import { ADMIN, createUser, PASSWORD, signIn } from '../support/people.js';
import { useConsole } from './support/console.js';
import { hangUp, json, startGateway } from './support/gateway.js';
import { openWindow } from './support/window.js';

describe('console: session', () => {
  const use = useConsole();
  const status = () => use.providers.getSession().status;

  it('knows who is signed in already, as on the site', async () => {
    await use.providers.startSession();
    expect(use.providers.getMe()).to.include({ id: 1, username: ADMIN.username, role: 'admin' });
  });

  it('signs in and out, and the server forgets the session', async () => {
    await use.providers.signOut();
    expect(use.providers.getSession()).to.deep.equal({ status: 'anonymous', after: 'sign-out' });
    expect(await use.app.db('user_sessions').where({ remember: true })).to.have.length(0);
    await use.signIn();
    expect(status()).to.equal('signed-in');
    expect(use.sent('/api/auth/login').at(-1)?.body).to.include({ remember: true });
  });

  it('stays signed in where the sign-out did not reach the server', async () => {
    use.gateway.instead('/api/auth/logout', hangUp);
    const error = await use.providers.signOut().catch((reason: unknown) => reason);
    expect(error).to.include({ status: 0 });
    expect(status()).to.equal('signed-in');
  });

  it('begins anonymous without a session, and knows whether there was one in this tab', async () => {
    await use.endSession();
    await use.providers.startSession();
    expect(use.providers.getSession()).to.deep.equal({ status: 'anonymous', after: 'end' });
    await use.providers.startSession();
    expect(use.providers.getSession()).to.deep.equal({ status: 'anonymous', after: 'nothing' });
  });

  it('goes on when one has signed in again in another tab', async () => {
    await use.endSession();
    const waiting = use.providers.dataProvider.getOne('users', { id: 1 });
    await use.askedToSignIn();
    await use.providers.resume();
    expect(use.providers.getSession()).to.include({ ended: true });
    use.gateway.cookie = (await signIn(use.app, ADMIN.username, ADMIN.password)).cookie;
    await use.providers.resume();
    expect((await waiting).data).to.include({ username: ADMIN.username });
    expect(use.providers.getSession()).to.include({ ended: false });
  });

  for (const code of [500, 503]) {
    it(`takes a ${code} for no sign-out: the session is still there afterwards`, async () => {
      use.gateway.instead('/api/auth/me', json(code, { detail: 'No.', code: 'busy' }));
      await use.providers.startSession();
      expect(status()).to.equal('unreachable');
      await use.providers.startSession();
      expect(status()).to.equal('signed-in');
    });
  }

  it('tells a wrong password in words and stays where it was', async () => {
    await use.providers.signOut();
    const error = await use.providers
      .signIn({ username: ADMIN.username, password: 'wrong password 1', remember: false })
      .catch((reason: unknown) => reason);
    expect(error).to.include({ status: 401, message: 'Wrong username or password.' });
    expect(status()).to.equal('anonymous');
  });

  it('says so when the browser did not keep the cookie', async () => {
    use.gateway.instead('/api/auth/me', json(401, { detail: 'Sign in first.', code: 'unauthenticated' }));
    const error = await use.signIn().catch((reason: unknown) => reason);
    expect((error as Error).message).to.match(/^The name and password are right, but the browser/);
  });

  it('lets somebody without the role in as what they are', async () => {
    await createUser(use.admin, 'joe');
    await use.providers.signIn({ username: 'joe', password: PASSWORD, remember: true });
    expect(use.providers.getMe()).to.include({ username: 'joe', role: 'user' });
    expect(await use.providers.authProvider.canAccess?.({ action: 'list', resource: 'users' })).to.equal(
      false,
    );
  });

  it('offers no way to do to oneself what the server refuses', async () => {
    const can = (action: string, resource: string, id?: number) =>
      use.providers.authProvider.canAccess?.({ action, resource, ...(id && { record: { id } }) });
    expect(await can('delete', 'users', 1)).to.equal(false);
    expect(await can('delete', 'users', 2)).to.equal(true);
    expect(await can('edit', 'users', 1)).to.equal(true);
    expect(await can('create', 'audit')).to.equal(false);
  });

  it('goes to the set-up on a database without users', async () => {
    const empty = await startTestApp();
    const gateway = await startGateway(empty.url);
    const window = openWindow(gateway.url);
    try {
      await use.providers.startSession();
      expect(window.visited).to.deep.equal(['/setup.html']);
    } finally {
      window.close();
      await gateway.stop();
      await empty.stop();
    }
  });
});
