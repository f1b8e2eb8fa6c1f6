/**
 * The built pages. They hold no data, so files are public; the shell of the application sends the anonymous to
 * sign-in or, on a fresh database, to the setup.
 */
import path from 'node:path';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import expressStaticGzip from 'express-static-gzip';
import type { Authenticate, Deps } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { dutyOf } from '../http/guards.js';
import { readSessionToken } from '../http/session-cookie.js';

/** Client-side routes of the site: all are answered with its shell. */
const SHELL = [
  '/',
  '/tenants',
  '/tenants/:id',
  '/tenants/:id/report',
  '/jobs',
  '/onboarding',
  '/onboarding/new',
  '/onboarding/:id',
  '/account',
  '/account/security',
  '/account/tokens',
  '/account/tokens/new',
  '/account/activity',
];

/** Pages for everybody: they hold no data, and find out by themselves who is there. */
const IN_FRONT = ['/login.html', '/password.html', '/required.html'];

/** Milliseconds that a page waits for the database before it is served without the gate. */
const GATE_PATIENCE = 2000;

export interface PageOptions {
  /** Folders of the built site and console. */
  siteDir: string;
  consoleDir: string;
  authenticate: Authenticate;
  isSetupRequired: (deps: Deps) => Promise<boolean>;
}

/** Names of built assets carry a hash of their content, so they never change. */
const assets = (folder: string): RequestHandler =>
  expressStaticGzip(path.join(folder, 'assets'), {
    enableBrotli: true,
    orderPreference: ['br'],
    serveStatic: { index: false, redirect: false, immutable: true, maxAge: '1y', fallthrough: true },
  }) as RequestHandler;

/** The file server would answer a malformed escape itself, and not in the form of our errors. */
const assertDecodable: RequestHandler = (req, _res, next) => {
  try {
    decodeURIComponent(req.path);
  } catch {
    throw new ApiError('malformed_request', 'The address is malformed.');
  }
  next();
};

function sendPage(res: Response, folder: string, file: string, status = 200): void {
  res.status(status).set('Cache-Control', 'no-store').sendFile(file, { root: folder, cacheControl: false });
}

/** A page in front of the application, which leads on to what was asked for. */
function inFront(page: string, req: Request): string {
  // Own path and query only, so the page after it is one of ours; a request line may hold a whole address.
  const here = req.originalUrl;
  return here.startsWith('/') && here !== '/' ? `${page}?next=${encodeURIComponent(here)}` : page;
}

/** Where a visitor of the shell belongs who is anonymous, or has something to do first; null for others. */
async function detour(req: Request, options: PageOptions): Promise<string | null> {
  const token = readSessionToken(req);
  const session = token === null ? null : await options.authenticate(req.ctx, token);
  if (session !== null) return dutyOf(session.standing) === null ? null : inFront('/required.html', req);
  return (await options.isSetupRequired(req.ctx)) ? '/setup.html' : inFront('/login.html', req);
}

/**
 * While the database is away or slow the question has no answer; the page is served then and says so itself,
 * as nobody should be signed out by an outage.
 */
async function answerInTime<T>(question: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, GATE_PATIENCE, otherwise);
  });
  return Promise.race([question.catch(() => otherwise), patience]).finally(() => {
    clearTimeout(timer);
  });
}

const onlyReading: RequestHandler = (req, _res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') {
    next();
    return;
  }
  throw new ApiError('method_not_allowed', 'Pages can only be read.', { allow: ['GET', 'HEAD'] });
};

function sitePages(router: Router, options: PageOptions): void {
  const { siteDir } = options;
  router.get(SHELL, async (req, res) => {
    const to = await answerInTime(detour(req, options), null);
    if (to === null) sendPage(res, siteDir, 'index.html');
    else res.set('Cache-Control', 'no-store').redirect(302, to);
  });
  router.get('/setup.html', async (req, res) => {
    const isOpen = await answerInTime(options.isSetupRequired(req.ctx), true);
    if (isOpen) sendPage(res, siteDir, 'setup.html');
    else res.set('Cache-Control', 'no-store').redirect(302, '/login.html');
  });
  router.get(IN_FRONT, (req, res) => {
    sendPage(res, siteDir, req.path.slice(1));
  });
}

/** Everything that is not the API. */
export function pagesRoutes(options: PageOptions): Router {
  const { siteDir, consoleDir } = options;
  const router = Router({ caseSensitive: true, strict: true });
  router.use(onlyReading, assertDecodable);
  router.use('/assets', assets(siteDir));
  router.use('/admin/assets', assets(consoleDir));
  sitePages(router, options);

  const plain = { index: false, redirect: false, cacheControl: false } as const;
  const notAPage = /^(?!.*\.html$).*/;
  router.get(notAPage, express.static(siteDir, plain));
  const consoleFiles = express.static(consoleDir, plain);
  router.use('/admin', (req, res, next) => {
    if (req.path.endsWith('.html')) next();
    else consoleFiles(req, res, next);
  });
  router.get(['/admin', '/admin/{*path}'], (req, res, next) => {
    // A path with a file's ending that is not there is a missing file, not a view of the console.
    if (path.extname(req.path) === '') sendPage(res, consoleDir, 'index.html');
    else next();
  });

  router.use((_req, res) => {
    sendPage(res, siteDir, '404.html', 404);
  });
  return router;
}
