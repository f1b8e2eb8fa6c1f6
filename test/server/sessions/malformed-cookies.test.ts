import { expect } from 'chai';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, setUp, signIn } from '../../support/people.js';
import { rawGet } from '../../support/raw-http.js';

const NAME = 'clearview_session';

describe('A session cookie that no server of ours made', () => {
  let app: TestApp;
  let root: string;
  let joe: string;

  const status = (cookie: string): Promise<number> =>
    request(app.url)
      .get('/api/auth/me')
      .set('Cookie', cookie)
      .then((answer) => answer.status);

  before(async () => {
    app = await startTestApp();
    const admin = await setUp(app);
    await createUser(admin, 'joe');
    const tokens = [admin, await signIn(app, 'joe')].map(({ cookie }) => cookie.split('=')[1] ?? '');
    [root = '', joe = ''] = tokens;
  });
  after(() => app.stop());

  it('is not one of these: the test can fail', async () => {
    expect(await status(`${NAME}=${root}`)).to.equal(200);
    expect(await status(`theme=dark; ${NAME}=${root}; other=1`)).to.equal(200);
  });

  for (const [what, make] of [
    ['empty', () => ''],
    ['of another length', () => root.slice(1)],
    ['longer by one', () => `${root}0`],
    ['in capitals', () => root.toUpperCase().replace(/^\d*$/, 'A')],
    ['not hexadecimal', () => 'g'.repeat(32)],
    ['well formed but unknown', () => 'a'.repeat(32)],
    ['JSON of cookie-parser', () => `j:${JSON.stringify({ a: root })}`],
    ['JSON text', () => `j:"${root}"`],
    ['signed', () => `s:${root}.signature`],
    ['a broken escape', () => '%E0%A4%A'],
    ['an escaped NUL', () => `${root}%00`],
    ['an escaped surrogate', () => '%ED%A0%80'],
    ['SQL', () => `' or '1'='1`],
    ['with a line break', () => `${root}%0d%0aSet-Cookie:%20a=b`],
    ['of 4000 characters', () => 'a'.repeat(4000)],
    ['named __proto__', () => `x; __proto__=${root}`],
  ] as const) {
    it(`is worth nothing: ${what} [N-12]`, async () => {
      expect(await status(`${NAME}=${make()}`)).to.equal(401);
    });
  }

  it('is worth nothing under a name in another case [N-12]', async () => {
    expect(await status(`${NAME.toUpperCase()}=${root}`)).to.equal(401);
    expect(await status(`__Host-${NAME}=${root}`)).to.equal(401);
  });

  it('does not add to one that is right: two different ones are refused, in either order [N-13] [R-27]', async () => {
    for (const pair of [
      [root, joe],
      [joe, root],
      [root, 'x'],
      ['x', root],
      [root, ''],
      ['', root],
    ]) {
      const cookies = pair.map((token) => `${NAME}=${token}`);
      expect(await status(cookies.join('; ')), cookies.join()).to.equal(401);
    }
  });

  it('does not get in by two Cookie headers, or by blanks around the name [N-13] [R-27]', async () => {
    for (const headers of [
      [`Cookie: ${NAME}=${joe}`, `Cookie: ${NAME}=${root}`],
      [`Cookie: ${NAME} =${joe}; ${NAME}=${root}`],
      [`Cookie: ${NAME}=${root};${NAME}\t=${joe}`],
    ]) {
      const answer = await rawGet(app.url, '/api/auth/me', headers);
      expect(answer.status, headers.join()).to.equal(401);
    }
  });

  it('of 20 kB is refused with 431, and the server lives [R-27]', async () => {
    const answer = await rawGet(app.url, '/api/auth/me', [`Cookie: ${NAME}=${'a'.repeat(20_000)}`]);
    expect(answer.status).to.equal(431);
    expect(await status(`${NAME}=${root}`)).to.equal(200);
  });

  it('of bytes that are no text is worth nothing [N-12]', async () => {
    for (const bytes of ['\x80\xff', '\x01', 'a\tb']) {
      const answer = await rawGet(app.url, '/api/auth/me', [`Cookie: ${NAME}=${bytes}`]);
      expect(answer.status, JSON.stringify(bytes)).to.be.oneOf([400, 401]);
    }
  });
});
