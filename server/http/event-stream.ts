/** Server-sent events (HTML Standard, 9.2): an answer that goes on until one of the two hangs up. */
import type { Request, Response } from 'express';
import { invalid } from '../core/errors.js';

/** Milliseconds that a client may leave what was sent unread; then it is cut off, as nothing is kept for it. */
const PATIENCE = 20_000;

/** Milliseconds after which a browser whose connection was lost asks again. */
const RETRY = 3_000;

export interface ServerEvent {
  event: string;
  /** What a client that comes back names as the last it has seen. */
  id?: number;
  data: unknown;
}

/** How a text becomes an event; JSON has no line breaks of its own. */
export function formatEvent({ event, id, data }: ServerEvent): string {
  const number = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${event}\n${number}data: ${JSON.stringify(data)}\n\n`;
}

export interface EventStream {
  /** Aborted when the client is gone, was cut off, or the stream was closed. */
  signal: AbortSignal;
  /** Writes, and waits until the client keeps up. Never throws: after the end it does nothing. */
  send: (event: ServerEvent) => Promise<void>;
  /** A comment, which keeps the connection from looking idle to whatever is in between. */
  beat: () => Promise<void>;
  /** Ends it, with a last event. */
  close: (event: ServerEvent) => void;
}

/**
 * The id in the `Last-Event-ID` header of a client that comes back, else in `?after=`; null when neither is there.
 * @throws ApiError `invalid` (422) for anything that is no id
 */
export function readLastEventId(req: Request): number | null {
  const header = req.get('last-event-id');
  const text: unknown = header ?? req.query.after;
  if (text === undefined) return null;
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  const name = header === undefined ? 'after' : 'Last-Event-ID';
  throw invalid({ [name]: `${name} must be the id of an event.` });
}

/** Waits until what was written is on its way. @returns false when the client did not read in time */
function drained(res: Response, signal: AbortSignal, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isDrained: boolean) => () => {
      clearTimeout(timer);
      res.off('drain', onDrain);
      signal.removeEventListener('abort', onAbort);
      resolve(isDrained);
    };
    const onDrain = settle(true);
    const onAbort = settle(true);
    const timer = setTimeout(settle(false), patience);
    res.once('drain', onDrain);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Begins the answer. Whatever can be refused must have been refused before.
 * @param patience milliseconds that a client may leave what was sent unread
 */
export function openEventStream(res: Response, patience = PATIENCE): EventStream {
  const over = new AbortController();
  const { signal } = over;
  res.on('close', () => over.abort());
  // A reset of the connection is the client's way to leave.
  res.on('error', () => over.abort());
  // The client may have left while the way was being prepared: then nothing tells of it any more.
  if (res.closed || res.destroyed) over.abort();
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // Else nginx would collect some kilobytes before it passes anything on.
    'X-Accel-Buffering': 'no',
  });

  const write = async (text: string): Promise<void> => {
    if (signal.aborted || res.write(text)) return;
    if (await drained(res, signal, patience)) return;
    over.abort();
    res.destroy();
  };
  void write(`retry: ${RETRY}\n\n`);

  return {
    signal,
    send: (event) => write(formatEvent(event)),
    beat: () => write(': still here\n\n'),
    close(event) {
      if (signal.aborted) return;
      over.abort();
      res.end(formatEvent(event));
      // Who does not read the last word does not keep the connection either.
      setTimeout(() => res.writableFinished || res.destroy(), patience).unref();
    },
  };
}
