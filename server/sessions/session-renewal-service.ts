/**
 * Renewals of sessions, gathered: nobody waits for one, so those of a moment are one statement. One that is lost with
 * the process is made up for by the next request, which finds the session as stale as it was.
 */
import type { Deps } from '../core/context.js';
import { touchSessions } from './session-read-store.js';

/** Milliseconds that a renewal may wait for others. */
const MOMENT = 50;

const gathering = new WeakMap<Deps['db'], Set<string>>();

/** @param hash of the session's id */
export function renewSoon({ db, config, logger }: Deps, hash: string): void {
  const waiting = gathering.get(db);
  if (waiting !== undefined) {
    waiting.add(hash);
    return;
  }
  const hashes = new Set([hash]);
  gathering.set(db, hashes);
  const renew = async (): Promise<void> => {
    gathering.delete(db);
    try {
      await touchSessions(db, [...hashes], config.session);
    } catch (error) {
      logger.warn({ err: error }, 'Sessions could not be renewed.');
    }
  };
  setTimeout(() => void renew(), MOMENT).unref();
}
