import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../../server/app.js';
import { closeServer, createHttpServer, listen } from '../../../server/http/listen.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, type Person } from '../../support/people.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A line is written when the answer has left, which a client may hear of before. */
async function eventually(expectation: () => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      expectation();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(20);
    }
  }
}

describe('The line of a request', () => {
  let app: TestApp;
  let admin: Person;
  let lines: string[];

  /** The application with a log of a level, on a port of its own. */
  async function withLog(level: string, use: (url: string) => Promise<void>): Promise<void> {
    lines = [];
    const logger = pino(
      {
        level,
        base: null,
        formatters: { level: (label) => ({ level: label }) },
        redact: ['password', '*.cookie'],
      },
      { write: (line: string) => void lines.push(line) },
    );
    const server = createHttpServer(createApp({ ...app.deps, logger }, () => Promise.resolve(true)));
    const { port } = await listen(server, 0, '127.0.0.1');
    await use(`http://127.0.0.1:${port}`);
    await closeServer(server, 1000);
  }

  const logged = (): Record<string, unknown>[] =>
    lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  it('tells what was asked, the answer and the time, once, at the level debug', async () => {
    await withLog('debug', async (url) => {
      const answer = await request(url).get('/api/auth/me?name=secret').set('Cookie', admin.cookie);
      await eventually(() => expect(lines).to.have.length(1));
      const [line] = logged();
      expect(Object.keys(line!)).to.deep.equal(['level', 'time', 'req', 'res', 'responseTime', 'msg']);
      const id = String(answer.headers['x-request-id']);
      expect(id).to.match(UUID);
      expect(line).to.deep.include({
        level: 'debug',
        req: { id, method: 'GET', path: '/api/auth/me' },
        res: { status: 200 },
        msg: 'request completed',
      });
      expect(line!.responseTime).to.be.within(0, 10_000);
    });
  });

  it('has one for every request of a connection, refused ones too', async () => {
    await withLog('debug', async (url) => {
      for (const path of ['/api/version', '/api/users', '/healthz', '/nothing', '/api/users/%zz'])
        await request(url).get(path);
      await eventually(() => expect(lines).to.have.length(5));
      expect(logged().map(({ res }) => (res as { status: number }).status)).to.deep.equal([
        200, 401, 200, 404, 401,
      ]);
      expect(new Set(logged().map(({ req }) => (req as { id: string }).id)).size).to.equal(5);
    });
  });

  it('names no token that stands in an address, and nothing that would forge a line', async () => {
    await withLog('debug', async (url) => {
      await request(url).get(`/api/tokens/cv_${'a'.repeat(49)}`);
      await eventually(() => expect(lines).to.have.length(1));
      expect(logged()[0]!.req).to.include({ path: '/api/tokens/cv_***' });
    });
  });

  it('is not written at the level info', async () => {
    await withLog('info', async (url) => {
      await request(url).get('/api/version');
    });
    expect(lines).to.deep.equal([]);
  });

  it('is an error, with its kind, when the answer is one of 500 and more', async () => {
    await withLog('info', async (url) => {
      await app.db.raw('alter table setup_state rename to setup_gone');
      try {
        await request(url).get('/api/auth/setup-required');
        await eventually(() => expect(lines).to.have.length(2));
      } finally {
        await app.db.raw('alter table setup_gone rename to setup_state');
      }
    });
    const line = logged().find(({ msg }) => String(msg) === 'request errored');
    expect(line).to.deep.include({
      level: 'error',
      res: { status: 500 },
      err: { type: 'Error', message: 'failed with status code 500' },
    });
  });

  it('tells that a client left before its answer', async () => {
    await withLog('debug', async (url) => {
      const lock = await app.db.transaction();
      await lock.raw('lock table users in access exclusive mode');
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.end(`GET /api/auth/me HTTP/1.1\r\nHost: x\r\nCookie: ${admin.cookie}\r\n\r\n`);
      await once(socket, 'connect');
      setTimeout(() => socket.destroy(), 100);
      await eventually(() => expect(lines.join('')).to.include('request aborted'));
      await lock.rollback();
    });
    expect(logged()[0]).to.deep.include({ res: { status: null }, msg: 'request aborted' });
  });
});

describe('A request and its answer', () => {
  it('have the prototypes of the application from the beginning, so that Express need not change them', async () => {
    const app = await startTestApp();
    const server = createHttpServer(app.app);
    const seen: [object, object][] = [];
    server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
      seen.push([Object.getPrototypeOf(req) as object, Object.getPrototypeOf(res) as object]);
    });
    await listen(server, 0, '127.0.0.1');
    await request(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).get('/healthz');
    await closeServer(server, 1000);
    await app.stop();
    expect(seen).to.have.length(1);
    expect(seen[0]![0]).to.equal(app.app.request);
    expect(seen[0]![1]).to.equal(app.app.response);
  });
});
