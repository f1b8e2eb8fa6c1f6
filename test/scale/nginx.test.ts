import { expect } from 'chai';
import http from 'node:http';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { watch } from '../support/event-stream.js';
import { ADMIN } from '../support/people.js';
import { spawnServer, urlOf, type ServerProcess } from '../support/server-process.js';
import { example, findProgram, freePort, replaced, startProgram, type Program } from './programs.js';

interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what it holds is what tests check
  cookie: string;
}

/** From an address of documentation, as a proxy before ours would tell it. */
const CLIENT = '203.0.113.7';

async function ask(url: string, method: string, path: string, cookie = '', body?: object): Promise<Reply> {
  const headers = { cookie, 'x-forwarded-for': CLIENT, 'content-type': 'application/json' };
  const sent = http.request(url + path, { method, headers, agent: false });
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: JSON.parse(text),
    cookie: answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '',
  };
}

/** The example of the documentation on addresses of the test's own; it also tells which server answered. */
function configuration(port: number, servers: readonly string[]): string {
  const lines = servers.map((url) => `server ${new URL(url).host};`).join('\n');
  const there = replaced(example('nginx'), /(server 10\.0\.0\.\d+:3000;\s*)+/, lines);
  const plain = replaced(replaced(there, /ssl_certificate .*/, ''), /ssl_certificate_key .*/, '');
  const own = replaced(
    plain,
    /listen 443 ssl;/,
    `listen 127.0.0.1:${port}; add_header X-Answered $upstream_addr always;`,
  );
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${name};`,
  );
  return replaced(own, /http \{/, `http {\n${folders.join('\n')}\naccess_log off;`);
}

describe('Three servers on one database', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let servers: ServerProcess[];
  let urls: [string, string, string];
  let admin: string;

  before(async () => {
    database = await createTestDatabase();
    const env = {
      DATABASE_URL: urlOf(database),
      LOG_LEVEL: 'error',
      TRUST_PROXY: '127.0.0.1',
      SCAN_CONCURRENCY: '0',
    };
    servers = [1, 2, 3].map(() => spawnServer(env));
    urls = (await Promise.all(servers.map((server) => server.listening()))) as typeof urls;
    admin = (await ask(urls[0], 'POST', '/api/auth/setup', '', ADMIN)).cookie;
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  });

  const newestSession = async (url: string): Promise<number> => {
    const { body } = await ask(url, 'GET', '/api/sessions', admin);
    return Math.max(...(body as { id: number }[]).map(({ id }) => id));
  };

  it('refuse on the third, on the very next request, who signed in on the first and was revoked on the second', async () => {
    const { cookie } = await ask(urls[0], 'POST', '/api/auth/login', '', ADMIN);
    const id = await newestSession(urls[0]);
    expect((await ask(urls[2], 'GET', '/api/auth/me', cookie)).status).to.equal(200);
    expect((await ask(urls[1], 'DELETE', `/api/sessions/${id}`, admin)).status).to.equal(200);
    expect((await ask(urls[2], 'GET', '/api/auth/me', cookie)).status).to.equal(401);
  });

  it('ask a proxy not to hold events back', async () => {
    const stream = await watch(`${urls[1]}/api/audit/stream`, admin);
    expect(stream.headers['x-accel-buffering']).to.equal('no');
    stream.close();
  });

  describe('behind nginx', () => {
    let nginx: Program | undefined;
    let url: string;

    before(async function () {
      const program = findProgram('nginx');
      if (program === undefined) return this.skip();
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      const files = { 'nginx.conf': configuration(port, urls) };
      nginx = await startProgram(program, port, files, (folder) => {
        const settings = `daemon off; pid ${folder}/nginx.pid; error_log stderr warn;`;
        return ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`, '-g', settings];
      });
    });
    after(() => nginx?.stop());

    it('take turns, and refuse at the next who was revoked at another', async () => {
      const signedIn = await ask(url, 'POST', '/api/auth/login', '', ADMIN);
      expect(signedIn.status).to.equal(200);
      const id = await newestSession(urls[0]);
      const revoked = await ask(url, 'DELETE', `/api/sessions/${id}`, admin);
      expect(revoked.status).to.equal(200);
      const refused = await ask(url, 'GET', '/api/auth/me', signedIn.cookie);
      expect(refused.status).to.equal(401);
      const answered = [signedIn, revoked, refused].map(({ headers }) => headers['x-answered']);
      expect(new Set(answered).size).to.equal(3);
    });

    it('believe what it says of the client', async () => {
      const { cookie } = await ask(url, 'POST', '/api/auth/login', '', ADMIN);
      const { body } = await ask(url, 'GET', '/api/auth/sessions', cookie);
      expect(JSON.stringify(body)).to.contain(CLIENT);
    });

    it('send events through it as they come', async () => {
      const stream = await watch(`${url}/api/audit/stream`, admin);
      expect(stream.status).to.equal(200);
      await ask(urls[2], 'POST', '/api/auth/login', '', { ...ADMIN, password: 'WrongPassword42' });
      await stream.until((told) => told.some(({ data }) => data?.event === 'login_fail'), 20_000);
      stream.close();
    });
  });
});
