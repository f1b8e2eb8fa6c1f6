/** What is looked up must be what Express would have found by trying one mount after another. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { Router, type Express, type RequestHandler } from 'express';
import { exactRoutes, mountedRoutes, type Door } from '../../../server/http/dispatch.js';
import { closeMethods } from '../../../server/http/methods.js';
import { rawGet } from '../../support/raw-http.js';

/** Tells what the handlers of a request were shown. */
const tell =
  (name: string): RequestHandler =>
  (req, res) => {
    const { baseUrl, url, originalUrl, params, query, path } = req;
    res.json({ name, baseUrl, url, originalUrl, params, query, path, passed: res.getHeader('passed') });
  };

/** A gate that is seen to have been passed; each counts once, as ours may be passed twice. */
const gate =
  (name: string): RequestHandler =>
  (_req, res, next) => {
    const passed = String(res.getHeader('passed') ?? '').split(' ');
    if (!passed.includes(name)) res.setHeader('passed', `${passed.join(' ')} ${name}`.trim());
    next();
  };

const refuse: RequestHandler = (req, _res, next) => {
  next(req.query.stop === undefined ? undefined : Object.assign(new Error('stop'), { status: 418 }));
};

const reject: RequestHandler = () => Promise.reject(Object.assign(new Error('late'), { status: 409 }));

function doors(): Door[] {
  const shared = gate('shared');
  const door = (path: string, gates: RequestHandler[], router: Router): Door => ({
    path,
    gates: [...gates, shared],
    router: closeMethods(router),
  });
  return [
    door('/api/a', [], Router().post('/login', tell('login')).get('/login', tell('form'))),
    door('/api/a', [gate('second')], Router().get('/also', tell('also')).get('/late', reject)),
    door('/api/a/me', [gate('user'), refuse], Router().get('/', tell('me'))),
    door(
      '/api/b/:id/c',
      [gate('c')],
      Router({ mergeParams: true }).get('/', tell('c')).delete('/:no', tell('no')),
    ),
    door(
      '/api/b',
      [gate('b')],
      Router().get('/', tell('list')).get('/:id', tell('one')).get('/export', tell('export')),
    ),
    door('/api/b/later', [gate('later')], Router().get('/', tell('never'))),
  ];
}

const TARGETS = [
  ...[
    '/api/a/me',
    '/api/a/me/',
    '/api/a/me//',
    '/api/a/ME',
    '/api/A/me',
    '/api/a/me?x=1',
    '/api/a/me?',
    '/api/a/me/?x=1',
  ],
  ...[
    '/api/a/%6de',
    '/api/a/me%2f',
    '/api/a/me#x',
    '/api/a//me',
    '//api/a/me',
    '/api/a/./me',
    '/api/a/x/../me',
    '/api/a/me;v=1',
  ],
  ...[
    '/api/a/me?stop=1',
    '/api/a/login',
    '/api/a/LOGIN',
    '/api/a/login/',
    '/api/a/also',
    '/api/a/late',
    '/api/a/none',
    '/api/a',
  ],
  ...[
    '/api/b',
    '/api/b/',
    '/api/b?x=1&y=2',
    '/api/b/7',
    '/api/b/7/',
    '/api/b/export',
    '/api/b/Export',
    '/api/b/export/',
  ],
  ...[
    '/api/b/7/c',
    '/api/b/7/c/',
    '/api/b/7/c/9',
    '/api/b//c',
    '/api/b/%2f/c',
    '/api/b/%zz/c',
    '/api/b/later',
    '/api/b/later/',
  ],
  ...[
    '/api',
    '/api/',
    '/',
    '/api/c',
    '/api/b.json',
    '/api/bb',
    'http://localhost/api/a/me',
    'http://localhost/api/b/7/c?x=1',
    '*',
  ],
];

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PURGE'];

function application(hang: (app: Express) => void): Express {
  const app = express();
  app.enable('case sensitive routing').disable('x-powered-by').disable('etag');
  hang(app);
  app.use(((error: Error & { status?: number; code?: string }, req, res, _next) => {
    const { baseUrl, url } = req;
    res.status(error.status ?? 500).json({ error: error.code ?? error.message, baseUrl, url });
  }) as express.ErrorRequestHandler);
  return app;
}

describe('What is looked up instead of being walked to', () => {
  const servers = [
    (app: Express) => {
      for (const { path, gates, router } of doors()) app.use(path, gate('first'), ...gates, router);
    },
    (app: Express) => {
      app.use(exactRoutes([gate('first')], doors()));
      app.use(mountedRoutes(doors().map((door) => ({ ...door, gates: [gate('first'), ...door.gates] }))));
    },
  ].map((hang) => createServer(application(hang)));
  const urls: string[] = [];

  before(async () => {
    for (const server of servers) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    }
  });
  after(() => servers.forEach((server) => server.close()));

  for (const target of TARGETS) {
    it(`is what Express finds for ${target}`, async () => {
      for (const method of METHODS) {
        const [walked, found] = await Promise.all(
          urls.map(async (url) => {
            const { status, all } = await rawGet(url, target, ['Content-Length: 0'], method);
            return { status, all: all.replace(/^date: .*\r\n/im, '') };
          }),
        );
        expect(found, method).to.deep.equal(walked);
      }
    });
  }
});
