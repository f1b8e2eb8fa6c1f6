/**
 * Questions for single rows that come in the same turn of the event loop go to PostgreSQL as one statement. Each is
 * asked after it was put, and answered once: nothing is kept, so what a row says is never older than the question.
 */
import type { Knex } from 'knex';

/** Rows of several keys, in any order; none for a key that is not there. */
export type AskMany<T> = (db: Knex, keys: string[]) => Promise<T[]>;

interface Waiting<T> {
  resolve: (row: T | undefined) => void;
  reject: (error: unknown) => void;
}

/** Keys in one statement at most: enough for a busy process, and few enough for an index to be used. */
const MOST = 64;

class Gathering<T> {
  private waiting = new Map<string, Waiting<T>[]>();

  constructor(private readonly ask: (keys: string[]) => Promise<Map<string, T>>) {}

  read(key: string): Promise<T | undefined> {
    // After what else has arrived was read from its sockets: the turn ends there.
    if (this.waiting.size === 0) setImmediate(() => void this.send());
    else if (this.waiting.size >= MOST) void this.send();
    return new Promise((resolve, reject) => {
      const one = { resolve, reject };
      const others = this.waiting.get(key);
      if (others === undefined) this.waiting.set(key, [one]);
      else others.push(one);
    });
  }

  private async send(): Promise<void> {
    const asked = this.waiting;
    // Another call may have sent them already.
    if (asked.size === 0) return;
    this.waiting = new Map();
    try {
      const rows = await this.ask([...asked.keys()]);
      for (const [key, ones] of asked) for (const { resolve } of ones) resolve(rows.get(key));
    } catch (error) {
      for (const ones of asked.values()) for (const { reject } of ones) reject(error);
    }
  }
}

/**
 * Makes one question of many.
 * @param ask asks for several keys at once
 * @param keyOf the key that a row answers
 * @returns asks for one key of a pool; undefined when there is no such row
 */
export function gathered<T>(
  ask: AskMany<T>,
  keyOf: (row: T) => string,
): (db: Knex, key: string) => Promise<T | undefined> {
  const byPool = new WeakMap<Knex, Gathering<T>>();
  return (db, key) => {
    let gathering = byPool.get(db);
    if (gathering === undefined) {
      gathering = new Gathering(
        async (keys) => new Map((await ask(db, keys)).map((row) => [keyOf(row), row])),
      );
      byPool.set(db, gathering);
    }
    return gathering.read(key);
  };
}
