/** What the console says when a request fails. */
import { expect } from 'chai';
import { createUser, PASSWORD } from '../support/people.js';
import { useConsole } from './support/console.js';
import { hangUp, json } from './support/gateway.js';

/** React-admin's HttpError over a body in the contract's form. */
interface Problem extends Error {
  status: number;
  body: { code?: string; detail?: string; errors?: Record<string, string> };
}

const failure = (promise: Promise<unknown>): Promise<Problem> =>
  promise.then(
    () => {
      throw new Error('It was expected to fail.');
    },
    (error: Problem) => error,
  );

describe('console: errors', () => {
  const use = useConsole();
  const getUser = (id = 1) => use.providers.dataProvider.getOne('users', { id });
  const create = (username: string, password = 'a quiet harbour 7'): Promise<{ data: unknown }> =>
    use.providers.dataProvider.create('users', { data: { username, password } });

  it('hands a form the errors of its fields (422)', async () => {
    const error = await failure(create('not a name'));
    expect(error.status).to.equal(422);
    expect(error.body.errors).to.have.all.keys('username');
    expect(error.message).to.equal(error.body.detail);
  });

  it('shows the server’s own sentence where it has one (409, 400)', async () => {
    const taken = await failure(create('ROOT'));
    expect(taken).to.include({ status: 409, message: taken.body.detail });
    expect(taken.body.errors).to.have.all.keys('username');
    const weak = await failure(create('vera', 'password1234'));
    expect(weak).to.include({ status: 400, message: weak.body.detail });
    expect(weak.body.errors).to.have.all.keys('password');
  });

  it('speaks the language of the console where it knows the words', async () => {
    await use.providers.i18nProvider.changeLocale('fr');
    const taken = await failure(create('ROOT'));
    expect(taken.message).to.equal('Ce nom d’utilisateur est déjà pris.');
    expect(taken.body.errors).to.deep.equal({ username: taken.message });
    const weak = await failure(create('vera', 'password1234'));
    expect(weak.body.errors).to.deep.equal({
      password: 'Ce mot de passe est trop facile à deviner. Choisissez-en un autre.',
    });
    expect((await failure(getUser(2_000_000_000))).message).to.equal(
      'Cela n’existe pas, ou a été supprimé entre-temps.',
    );
  });

  it('looks at the role when something is forbidden (403), and signs nobody out', async () => {
    await use.app.db('users').where({ id: 1 }).update({ role: 'user' });
    const error = await failure(getUser());
    expect(error).to.include({ status: 403, message: error.body.detail });
    expect(use.providers.getSession()).to.deep.include({ status: 'signed-in', ended: false });
    expect(use.providers.getMe()?.role).to.equal('user');
    await use.app.db('users').where({ id: 1 }).update({ role: 'admin' });
  });

  const cannot = [
    { status: 500, code: 'internal', words: /^Something went wrong in Clearview/ },
    {
      status: 503,
      code: 'database_unavailable',
      words: /^Clearview is busy or its database is out of reach/,
    },
  ];
  for (const { status, code, words } of cannot) {
    it(`keeps the session on a ${status}, and says what to do`, async () => {
      use.gateway.instead('/api/users', json(status, { detail: 'No.', code }, { 'Retry-After': '1' }));
      const error = await failure(getUser());
      expect(error.status).to.equal(status);
      expect(error.message).to.match(words);
      expect(use.providers.getSession()).to.deep.include({ status: 'signed-in', ended: false });
    });
  }

  it('says how long to wait (429)', async () => {
    const limited = (seconds: string) =>
      json(429, { detail: 'No.', code: 'too_many_attempts' }, { 'Retry-After': seconds });
    use.gateway.instead('/api/users', limited('1'));
    expect((await failure(getUser())).message).to.equal('Too many failed attempts. Try again in 1 second.');
    use.gateway.instead('/api/users', limited('600'));
    expect((await failure(getUser())).message).to.equal('Too many failed attempts. Try again in 10 minutes.');
  });

  it('says that nothing answered, and keeps the session', async () => {
    use.gateway.instead('/api/users', hangUp);
    const error = await failure(getUser());
    expect(error.status).to.equal(0);
    expect(error.message).to.match(/^Clearview cannot be reached/);
    expect(use.providers.getSession().status).to.equal('signed-in');
  });

  it('copes with an answer that is no JSON, as a proxy gives it', async () => {
    use.gateway.instead('/api/users', (_request, response) =>
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not found</h1>'),
    );
    const error = await failure(getUser());
    expect(error).to.include({ status: 404, message: 'Clearview refused this without saying why.' });
  });

  it('leaves a request that was given up to those who gave it up', async () => {
    const given = new AbortController();
    use.gateway.instead('/api/users', () => given.abort());
    const { dataProvider } = use.providers;
    const error = await failure(dataProvider.getOne('users', { id: 1, signal: given.signal }));
    expect(error.name).to.equal('AbortError');
  });

  describe('a session that has ended (401)', () => {
    it('waits for the sign-in, then sends again what was under way', async () => {
      await use.endSession();
      const made = create('patience');
      const read = getUser();
      await use.askedToSignIn();
      await use.signIn();
      expect((await made).data).to.include({ username: 'patience' });
      expect((await read).data).to.include({ username: 'root' });
      expect(
        use
          .sent('/api/users')
          .map(({ method }) => method)
          .sort(),
      ).to.deep.equal(['GET', 'GET', 'POST', 'POST']);
      expect(use.providers.getSession()).to.deep.include({ status: 'signed-in', ended: false });
    });

    it('sends nothing of one administrator for another who signs in there', async () => {
      await createUser(use.admin, 'other', 'admin');
      await use.endSession();
      const made = failure(create('mixed-up'));
      await use.askedToSignIn();
      await use.providers.signIn({ username: 'other', password: PASSWORD, remember: false });
      expect((await made).status).to.equal(401);
      expect(use.providers.getMe()?.username).to.equal('other');
      expect(await use.app.db('users').where({ username: 'mixed-up' })).to.have.length(0);
    });

    it('gives up what was under way when somebody else is to sign in', async () => {
      await use.endSession();
      const made = failure(create('never'));
      await use.askedToSignIn();
      use.providers.leave();
      expect((await made).status).to.equal(401);
      expect(use.providers.getSession()).to.deep.equal({ status: 'anonymous', after: 'sign-out' });
      expect(await use.app.db('users').where({ username: 'never' })).to.have.length(0);
    });
  });
});
