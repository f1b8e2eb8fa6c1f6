import { expect } from 'chai';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, type Person } from '../../support/people.js';
import { rawGet, sendRaw } from '../../support/raw-http.js';

const POST = 'POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

/** Requests that no parser may take for something, and how they may be refused. */
const BROKEN: Record<string, [string, number[]]> = {
  'both a length and chunks': [
    `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    [400],
  ],
  'chunks and a length': [`${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`, [400]],
  'two lengths that differ': [`${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`, [400]],
  'two lengths in one line': [`${POST}Content-Length: 2, 3\r\n\r\n{}x`, [400]],
  'a negative length': [`${POST}Content-Length: -1\r\n\r\n`, [400]],
  'a length in words': [`${POST}Content-Length: two\r\n\r\n{}`, [400]],
  'a signed length': [`${POST}Content-Length: +2\r\n\r\n{}`, [400]],
  'chunked under another name': [
    `${POST}Transfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
    [400],
  ],
  'chunked, but not last': [`${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, [400]],
  'a chunk whose size is no number': [`${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`, [400]],
  'a folded header': ['GET /api/version HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n', [400]],
  'a space before the colon': ['GET /api/version HTTP/1.1\r\nHost: localhost\r\nX-A : b\r\n\r\n', [400]],
  'a header without a name': ['GET /api/version HTTP/1.1\r\nHost: localhost\r\n: b\r\n\r\n', [400]],
  'NUL in the line': ['GET /api/\0version HTTP/1.1\r\nHost: localhost\r\n\r\n', [400]],
  'NUL in a header': ['GET /api/version HTTP/1.1\r\nHost: localhost\r\nX-A: a\0b\r\n\r\n', [400]],
  'a bare carriage return': ['GET /api/version HTTP/1.1\r\nHost: localhost\r\nX-A: a\rb\r\n\r\n', [400]],
  'a method that nobody knows': ['FOO /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n', [400, 404, 405]],
  'a method in lower case': ['get /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n', [400, 404, 405]],
  'no version': ['GET /api/version\r\n\r\n', [400]],
  'a version to come': ['GET /api/version HTTP/9.9\r\nHost: localhost\r\n\r\n', [400]],
  'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
  'TLS on the plain port': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
  'no Host': ['GET /api/version HTTP/1.1\r\nConnection: close\r\n\r\n', [400]],
  'a header of 64 kB': [
    `GET /api/version HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(65_536)}\r\n\r\n`,
    [431],
  ],
  'an address of 32 kB': [`GET /${'a'.repeat(32_768)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, [414, 431]],
  'a cookie of 20 kB': [
    `GET /api/auth/me HTTP/1.1\r\nHost: localhost\r\nCookie: clearview_session=${'a'.repeat(20_000)}\r\n\r\n`,
    [401, 431],
  ],
  '1500 headers': [
    `GET /api/version HTTP/1.1\r\nHost: localhost\r\n${Array.from({ length: 1500 }, (_, n) => `X-${n}: 1`).join('\r\n')}\r\nConnection: close\r\n\r\n`,
    [431],
  ],
};

describe('The framing of a request', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });
  after(() => app.stop());

  for (const [what, [bytes, statuses]] of Object.entries(BROKEN)) {
    it(`with ${what} is refused: ${statuses.join(' or ')}, in the form of every error [I-14, R-18]`, async () => {
      const answer = await sendRaw(app.url, bytes);
      expect(answer.status, answer.all.slice(0, 300)).to.be.oneOf(statuses);
      expectError(answer, answer.status);
      expect(answer.all.match(/HTTP\/1\.1 \d/g)).to.have.length(1);
      expect(answer.headers.connection).to.equal('close');
    });
  }

  it('that was refused opens no second request behind it [I-14]', async () => {
    const inner = `GET /api/users HTTP/1.1\r\nHost: localhost\r\nCookie: ${admin.cookie}\r\n\r\n`;
    const outer = `${POST}Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`;
    const { all } = await sendRaw(app.url, outer);
    expect(all.match(/HTTP\/1\.1 \d/g)).to.have.length(1);
    expect(all).not.to.include('root');
  });

  it('with an expectation that nobody knows is answered all the same, or 417 in our form', async () => {
    const answer = await rawGet(app.url, '/api/version', ['Expect: miracles']);
    expect(answer.headers).to.have.property('x-request-id');
    expect(answer.text).not.to.equal('');
  });

  it('asks nobody to go on who will be refused: 100-continue', async () => {
    const answer = await sendRaw(
      app.url,
      `${POST}Expect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnull`,
    );
    expect(answer.all).to.match(/^HTTP\/1\.1 100 Continue/);
    expect(answer.all).to.match(/HTTP\/1\.1 422 /);
  });

  it('by TRACE echoes nothing back: 405 [I-14]', async () => {
    for (const path of ['/', '/api/version', '/healthz', '/assets/x.js']) {
      const answer = await rawGet(app.url, path, ['X-Echo: boo', 'Cookie: a=secret'], 'TRACE');
      expectError(answer, 405, 'method_not_allowed');
      expect(answer.all).not.to.match(/boo|secret/);
    }
  });

  it('by CONNECT opens no tunnel', async () => {
    const answer = await sendRaw(app.url, 'CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(answer.all).not.to.match(/^HTTP\/1\.1 2/);
  });

  it('in HTTP/1.0, without Host, is answered', async () => {
    expect((await sendRaw(app.url, 'GET /api/version HTTP/1.0\r\n\r\n')).status).to.equal(200);
  });

  it('upgrades to nothing: the request is answered plainly', async () => {
    for (const protocol of ['websocket', 'h2c']) {
      const answer = await sendRaw(
        app.url,
        `GET /api/version HTTP/1.1\r\nHost: x\r\nUpgrade: ${protocol}\r\nConnection: Upgrade, close\r\n\r\n`,
      );
      expect(answer.status).to.equal(200);
    }
  });

  it('by clients who never finish does not slow others down (p95 under 500 ms) [R-16]', async function () {
    this.timeout(30_000);
    const port = Number(new URL(app.url).port);
    const sockets = Array.from({ length: 300 }, (_, n) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        n % 3 === 0 ? `${POST}Content-Length: 100\r\n\r\n{` : 'GET /api/version HTTP/1.1\r\nHost: lo',
      );
      return socket;
    });
    const trickle = setInterval(() => sockets.forEach((socket, n) => n % 3 === 0 && socket.write(' ')), 200);
    try {
      await sleep(500);
      const times: number[] = [];
      for (let n = 0; n < 60; n++) {
        const begun = performance.now();
        expect((await admin.get('/api/auth/me')).status).to.equal(200);
        times.push(performance.now() - begun);
      }
      expect(times.sort((a, b) => a - b)[57]).to.be.lessThan(500);
    } finally {
      clearInterval(trickle);
      for (const socket of sockets) socket.destroy();
    }
  });

  it('whose 150 senders hang up in the middle leaves nothing half done [R-19]', async function () {
    this.timeout(30_000);
    const port = Number(new URL(app.url).port);
    const before = (await app.db('users')).length;
    const made = JSON.stringify({ username: 'HALF', password: PASSWORD });
    await Promise.all(
      Array.from({ length: 150 }, async (_, n) => {
        const body = made.replace('HALF', `half${n}`);
        const request = `POST /api/users HTTP/1.1\r\nHost: localhost\r\nCookie: ${admin.cookie}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
        const socket = net.connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        // A third before the body, a third in it, a third before the answer.
        socket.write(request + [body.slice(0, 0), body.slice(0, 20), body][n % 3]);
        await sleep(20 + (n % 30));
        socket.destroy();
      }),
    );
    expect((await person(app).get('/api/version')).status).to.equal(200);
    // What was sent whole may still be under way: each is done with its event, or not at all.
    for (let settled = -1, now = 0; settled !== now; settled = now, now = (await app.db('users')).length)
      await sleep(1000);
    const users = await app.db('users').where('username', 'like', 'half%').pluck('id');
    const events = await app
      .db('auth_audit')
      .where({ event: 'user_create' })
      .whereRaw(`detail->>'username' like 'half%'`);
    expect(events.map(({ detail }) => detail.target)).to.have.members(users);
    expect((await app.db('users')).length).to.be.within(before, before + 50);
    expect((await admin.post('/api/users', { username: 'whole', password: PASSWORD })).status).to.equal(200);
  });
});
