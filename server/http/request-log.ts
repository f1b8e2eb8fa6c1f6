/** One line a request: what was asked (without the query, which may hold names), the answer and the time. */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Deps } from '../core/context.js';
import { cleanText } from '../core/text.js';
import { withoutTokens } from '../core/token-form.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way Express is extended
  namespace Express {
    interface Request {
      /** Never the client's: an id from outside could forge lines. */
      id: string;
    }
  }
}

const MAX_PATH = 300;

/** What goes into the line of a request that is over. Nothing of it is computed for a line that is not written. */
function describe(req: Request, res: Response, startedAt: number, error?: Error): object {
  return {
    req: {
      id: req.id,
      method: req.method,
      path: withoutTokens(cleanText((req.originalUrl || req.url).split('?', 1)[0] ?? '', MAX_PATH)),
    },
    res: { status: res.headersSent ? res.statusCode : null },
    ...(error === undefined ? {} : { err: { type: error.name, message: error.message } }),
    responseTime: Date.now() - startedAt,
  };
}

function write(logger: Logger, req: Request, res: Response, startedAt: number, error?: Error): void {
  if (error !== undefined || res.statusCode >= 500) {
    const cause = error ?? new Error(`failed with status code ${res.statusCode}`);
    const level = res.statusCode >= 500 ? 'error' : 'warn';
    logger[level](describe(req, res, startedAt, cause), 'request errored');
    return;
  }
  if (!logger.isLevelEnabled('debug')) return;
  const isWhole = !req.readableAborted && res.writableEnded;
  logger.debug(describe(req, res, startedAt), isWhole ? 'request completed' : 'request aborted');
}

/** Gives every request its id, and writes its line when it is over. */
export function requestLog(deps: Deps): RequestHandler {
  // Made of numbers and of cleaned text only: looking through it for passwords would cost more than the line.
  const logger = deps.logger.child({}, { redact: [], serializers: { err: (error: unknown) => error } });
  return (req, res, next) => {
    req.id = randomUUID();
    const startedAt = Date.now();
    let isOver = false;
    const onEnd = (error?: Error): void => {
      if (isOver) return;
      isOver = true;
      write(logger, req, res, startedAt, error);
    };
    res.on('error', onEnd);
    // It comes last, whether the answer went out or the client went away.
    res.on('close', onEnd);
    next();
  };
}
