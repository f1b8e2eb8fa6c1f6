/** Several handlers as one: to the router they are a single layer, and it looks at the address once for all of them. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';

function run(
  handlers: readonly RequestHandler[],
  at: number,
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  const handler = handlers[at];
  if (handler === undefined) {
    next();
    return;
  }
  const goOn = (error?: unknown): void => {
    if (error === undefined || error === null) run(handlers, at + 1, req, res, next);
    else next(error);
  };
  try {
    const done: unknown = handler(req, res, goOn);
    if (done instanceof Promise) done.catch((error: unknown) => next(error ?? new Error('Rejected promise')));
  } catch (error) {
    next(error);
  }
}

/** Runs handlers one after another, as a router would that has nothing else. What one throws or rejects is passed on. */
export const chain =
  (handlers: readonly RequestHandler[]): RequestHandler =>
  (req, res, next) => {
    run(handlers, 0, req, res, next);
  };
