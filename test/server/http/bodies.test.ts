import { expect } from 'chai';
import { createGzip, gzipSync } from 'node:zlib';
import http from 'node:http';
import request from 'supertest';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, type Person } from '../../support/people.js';

describe('The body of a request', () => {
  let app: TestApp;
  let admin: Person;
  let joe: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
  });
  after(() => app.stop());

  const post = (type: string, body: string, path = '/api/users') =>
    request(app.url).post(path).set('Cookie', admin.cookie).set('Content-Type', type).send(body);
  /** Bytes as they are, whatever their type says. */
  function postBytes(
    body: Buffer,
    headers: Record<string, string>,
  ): Promise<{ status: number; body: unknown; headers: object }> {
    return new Promise((resolve, reject) => {
      const outgoing = http.request(
        `${app.url}/api/auth/login`,
        { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({
              status: answer.statusCode ?? 0,
              body: JSON.parse(text) as unknown,
              headers: answer.headers,
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
  const user = JSON.stringify({ username: 'never', password: PASSWORD });

  const types = [
    ...[
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/html',
      'text/json',
    ],
    ...[
      'application/json-patch+json',
      'application/ld+json',
      'application/xml',
      'application',
      'json',
      '*/*',
      'application/*',
    ],
    ...[
      'application/json; charset=utf-16',
      'application/json; charset=iso-8859-1',
      'application/json;charset="us-ascii"',
    ],
    'text/plain; application/json',
  ];
  for (const type of types) {
    it(`of ${type} is refused: 415 [W-03, S-04, I-19]`, async () => {
      expectError(await post(type, user), 415, 'unsupported_media_type');
      expect(await app.db('users').where({ username: 'never' })).to.have.length(0);
    });
  }

  for (const [method, path] of [
    ['patch', '/api/users/ID'],
    ['delete', '/api/users/ID'],
    ['post', '/api/users/ID/reset-password'],
    ['post', '/api/auth/login'],
    ['post', '/api/auth/logout'],
    ['post', '/api/auth/setup'],
  ] as const) {
    it(`as a form is refused at ${method} ${path}, too: 415 [W-03]`, async () => {
      const answer = await request(app.url)
        [method](path.replace('ID', String(joe)))
        .set('Cookie', admin.cookie)
        .set('Content-Type', 'text/plain')
        .send('{"role":"admin"}');
      expectError(answer, 415, 'unsupported_media_type');
      expect((await admin.get('/api/auth/me')).status).to.equal(200);
    });
  }

  it('without a type is refused: 415 [W-03]', async () => {
    const answer = await postBytes(Buffer.from(user), { 'Content-Type': '' });
    expectError(answer, 415, 'unsupported_media_type');
  });

  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'Application/JSON',
  ]) {
    it(`of ${type} is read`, async () => {
      expect((await post(type, '{"username":"joe","password":"wrong"}', '/api/auth/login')).status).to.equal(
        401,
      );
    });
  }

  it('may be missing where nothing is needed, whatever the type says', async () => {
    const answer = await request(app.url).post('/api/auth/logout').set('Content-Type', 'text/plain');
    expect(answer.status).to.equal(200);
  });

  for (const text of [
    '{',
    '{"username":}',
    "{'a':1}",
    '{"a":1,}',
    'undefined',
    '{"a":1}{"b":2}',
    'NaN',
    '\ufeff\ufeff{}',
    '{"a":"\n"}',
    '[1,2',
  ]) {
    it(`that is no JSON (${JSON.stringify(text)}) is malformed: 400, without the parser's words [S-04, I-09]`, async () => {
      expectError(await post('application/json', text, '/api/auth/login'), 400, 'malformed_json');
    });
  }

  const bytes: Record<string, Buffer> = {
    'a lone continuation byte': Buffer.from('7b2261223a2280227d', 'hex'),
    'an overlong slash': Buffer.from('7b2261223a22c0af227d', 'hex'),
    'a surrogate in UTF-8': Buffer.from('7b2261223a22eda080227d', 'hex'),
    'Latin 1': Buffer.from('{"username":"joé","password":"x"}', 'latin1'),
    'UTF-16': Buffer.from('\ufeff{"a":1}', 'utf16le'),
    'UTF-32': Buffer.from('0000007b0000007d', 'hex'),
  };
  for (const [what, body] of Object.entries(bytes)) {
    it(`with ${what} is no UTF-8: 400 [I-19]`, async () => {
      expectError(await postBytes(body, {}), 400, 'malformed_json');
    });
  }

  for (const encoding of ['gzip', 'deflate', 'br', 'x-gzip', 'identity, gzip', 'nonsense']) {
    it(`compressed with ${encoding} is refused: 415 [I-10, R-18]`, async () => {
      const body = encoding === 'gzip' ? gzipSync(user) : Buffer.from(user);
      expectError(await postBytes(body, { 'Content-Encoding': encoding }), 415, 'unsupported_media_type');
    });
  }

  it('that would unpack to 80 MB is refused unopened: 415 or 413, at once [I-10, R-18]', async function () {
    this.timeout(30_000);
    const gzip = createGzip();
    const chunks: Buffer[] = [];
    gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
    const packed = new Promise((resolve) => gzip.on('end', resolve));
    for (let n = 0; n < 80; n++) gzip.write(Buffer.alloc(1_000_000, ' '));
    gzip.end();
    await packed;
    const begun = Date.now();
    const answer = await postBytes(Buffer.concat(chunks), { 'Content-Encoding': 'gzip' });
    expect(answer.status).to.be.oneOf([413, 415]);
    expect(Date.now() - begun).to.be.lessThan(1500);
  });

  it('of exactly 100,000 bytes is read, of one more it is too large: 413 [I-10]', async () => {
    const of = (size: number) => '{"username":"joe","password":"PAD"}'.replace('PAD', 'x'.repeat(size - 32));
    expect(of(100_000)).to.have.length(100_000);
    expect((await post('application/json', of(100_000), '/api/auth/login')).status).to.equal(401);
    expectError(await post('application/json', of(100_001), '/api/auth/login'), 413, 'body_too_large');
  });

  it('of 10 MB is too large, also in chunks without a length: 413, and the server lives [R-18]', async () => {
    const big = Buffer.alloc(10_000_000, 'x');
    expectError(
      await postBytes(big, { 'Content-Length': String(big.length) }).catch(() => wasCut),
      413,
      'body_too_large',
    );
    expectError(
      await postBytes(big, { 'Transfer-Encoding': 'chunked' }).catch(() => wasCut),
      413,
      'body_too_large',
    );
    expect((await person(app).get('/api/version')).status).to.equal(200);
  });

  /** A refusal that came while the client was still writing may be lost with its connection. */
  const wasCut = {
    status: 413,
    body: { detail: 'cut off', code: 'body_too_large' },
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': '00000000-0000-0000-0000-000000000000',
    },
  };

  const deep: Record<string, [string, number[]]> = {
    '90,000 open brackets': ['['.repeat(90_000), [400]],
    '45,000 lists in each other': ['['.repeat(45_000) + ']'.repeat(45_000), [422]],
    'a field of 16,000 objects': [
      `{"username":${'{"a":'.repeat(16_000)}1${'}'.repeat(16_000)},"password":"x"}`,
      [422],
    ],
    'an unknown field of 45,000 lists': [`{"x":${'['.repeat(45_000)}${']'.repeat(45_000)}}`, [422]],
    '9,000 fields': [`{${Array.from({ length: 9_000 }, (_, n) => `"f${n}":1`).join()}}`, [422]],
  };
  for (const [what, [body, statuses]] of Object.entries(deep)) {
    it(`with ${what} is refused within a second, and the server lives [I-10, R-18]`, async () => {
      const begun = Date.now();
      for (const path of ['/api/users', '/api/auth/login']) {
        const answer = await post('application/json', body, path);
        expect(answer.status, answer.text).to.be.oneOf(statuses);
        expectError(answer, answer.status);
        expect(answer.text.length).to.be.lessThan(5000);
      }
      expect(Date.now() - begun).to.be.lessThan(2000);
      expect((await person(app).get('/api/version')).status).to.equal(200);
    });
  }
});
