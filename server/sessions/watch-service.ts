/** Tells somebody what is new, for as long as they stay and may know: what every stream has in common. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from '../../db/pg-errors.js';
import type { Role } from '../../db/tables.js';
import { Bell } from '../core/bell.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { whyOver } from './still-allowed-service.js';

/** Milliseconds between two looks, at least: one change often comes with others. */
const GAP = 50;

/** Milliseconds until the database is tried again while it is away. */
const RETRY = 2_000;

/** Milliseconds between two signs of life; also the longest that an ended session goes unnoticed. */
export const HEARTBEAT = 15_000;

/** The last word to somebody who watched. */
export interface Ending {
  code: string;
  detail: string;
}

/** For who stops the process. */
export const STOPPING: Ending = { code: 'stopping', detail: 'Clearview is stopping. Connect again soon.' };

/** Somebody who watches, whatever it is. */
export interface Listener {
  /** Aborted when they have left. */
  signal: AbortSignal;
  beat(): Promise<void>;
  end(ending: Ending): void;
}

/** What is watched. */
export interface View<T> {
  /** Where the database calls when there may be something new. */
  channel: string;
  /** Who may watch. */
  gate: Role;
  /** The next that is new, a bounded number, and whether there may be more. After a failure it is called again. */
  read(): Promise<{ items: T[]; more: boolean }>;
  /** Is waited for, so that nothing piles up before a slow reader. */
  tell(item: T): Promise<void>;
}

/** Tells what is new. @returns false when the listener was told that it is over */
async function catchUp<T>(ctx: ActorCtx, view: View<T>, listener: Listener): Promise<boolean> {
  for (;;) {
    const found = await ctx.streams.inTurn(async () => {
      // First, and before every batch: who was shut out meanwhile must not read on.
      const over = await whyOver(ctx, view.gate);
      return over ?? view.read();
    });
    if (found instanceof ApiError) {
      listener.end({ code: found.code, detail: found.message });
      return false;
    }
    for (const item of found.items) await view.tell(item);
    if (listener.signal.aborted || !found.more) return true;
  }
}

/** A database that is away must not end a stream: it goes on when it is back. @returns as catchUp, null: try again */
async function catchUpIfPossible<T>(
  ctx: ActorCtx,
  view: View<T>,
  listener: Listener,
): Promise<boolean | null> {
  try {
    return await catchUp(ctx, view, listener);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    ctx.logger.debug({ err: error, requestId: ctx.requestId }, 'A stream waits for the database.');
    return null;
  }
}

/**
 * Tells a listener what is new, until they leave or may not watch any more.
 * @param heartbeat milliseconds between two signs of life
 */
export async function watch<T>(
  ctx: ActorCtx,
  view: View<T>,
  listener: Listener,
  heartbeat = HEARTBEAT,
): Promise<void> {
  const bell = new Bell();
  const unsubscribe = ctx.notifications.subscribe(view.channel, bell.ring);
  let nextBeat = Date.now() + heartbeat;
  try {
    while (!listener.signal.aborted) {
      const begun = Date.now();
      const goesOn = await catchUpIfPossible(ctx, view, listener);
      if (goesOn === false) return;
      // Without notifications, behind a pooler for instance, the heartbeat alone brings what is new.
      const patience = Math.max(0, nextBeat - Date.now());
      await bell.wait(goesOn === null ? Math.min(RETRY, patience) : patience, listener.signal);
      if (Date.now() >= nextBeat) {
        await listener.beat();
        nextBeat = Date.now() + heartbeat;
      }
      await sleep(Math.max(0, begun + GAP - Date.now()));
    }
  } finally {
    unsubscribe();
  }
}
