/** The document for people: Swagger UI, of which only the style sheet and the one script are served. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { ApiError } from '../core/errors.js';
import { projectRoot } from '../core/project.js';

const compress = promisify(gzip);

const OWN = path.join(projectRoot, 'server/openapi/page');
const theirs = (): string =>
  path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

interface Content {
  plain: Buffer;
  compressed: Buffer;
}

async function readContent(file: string): Promise<Content> {
  const plain = await readFile(file);
  return { plain, compressed: await compress(plain) };
}

/** Answers with a file, compressed for whoever understands it: it is read when somebody first asks for it. */
function file(folder: () => string, name: string, type: string): RequestHandler {
  let content: Promise<Content> | undefined;
  return async (req, res) => {
    const { plain, compressed } = await (content ??= readContent(path.join(folder(), name)));
    const isGzip = req.acceptsEncodings('gzip') !== false;
    const bytes = isGzip ? compressed : plain;
    res
      .writeHead(200, {
        'Content-Type': type,
        'Content-Length': bytes.length,
        Vary: 'Accept-Encoding',
        ...(isGzip ? { 'Content-Encoding': 'gzip' } : {}),
      })
      .end(bytes);
  };
}

const own = (name: string, type: string): RequestHandler => file(() => OWN, name, type);

/** The page. */
export function docsRoutes(): Router {
  return Router().get('/', own('index.html', HTML));
}

/** What it is made of holds no data: these files are public, as those of the site are. */
export function docsFiles(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const mayBeKept: RequestHandler = (_req, res, next) => {
    res.setHeader('Cache-Control', 'public, max-age=3600');
    next();
  };
  router.get('/theme.js', mayBeKept, own('theme.js', SCRIPT));
  router.get('/docs.js', mayBeKept, own('docs.js', SCRIPT));
  router.get('/docs.css', mayBeKept, own('docs.css', STYLE));
  router.get('/swagger-ui.css', mayBeKept, file(theirs, 'swagger-ui.css', STYLE));
  router.get('/swagger-ui-bundle.js', mayBeKept, file(theirs, 'swagger-ui-bundle.js', SCRIPT));
  return router;
}

/** Somebody who comes with a browser and without a session is led to the sign-in instead of a raw answer. */
export const signInForDocs: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const isVisit = req.method === 'GET' && req.path === '/' && req.accepts(['json', 'html']) === 'html';
  const isAnonymous = error instanceof ApiError && error.code === 'unauthenticated';
  if (isVisit && isAnonymous && req.get('authorization') === undefined) {
    res.redirect(302, `/login.html?next=${encodeURIComponent('/api/docs')}`);
  } else next(error);
};
