/**
 * Whether somebody signs in from a browser that they used before. A browser is known by its cookie, or, where that
 * is gone, by what it says of itself and the network it comes from. Nothing is decided by it but a notice.
 */
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { RecordEvent } from '../audit/audit-service.js';
import { addressGroup } from '../core/address.js';
import type { Actor, Ctx } from '../core/context.js';
import { newSecret } from '../core/secret.js';
import { addNotice } from '../notices/notices-service.js';
import * as store from './known-browsers-store.js';
import type { KnownKeys } from './open-session-store.js';
import { describeClient, type Client } from './user-agent.js';

const MAX_KEYS = 50;

const keyOf = (...parts: (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** "Firefox" of "Firefox 128": an update makes no other browser. */
const withoutVersion = (words: string | null): string | null =>
  words?.replace(/ [\w.]*\d[\w.]*$/, '') ?? null;

/** What a browser says of itself, and what it is recognised by from now on. */
export interface SeenBrowser extends Client {
  /** The value of its cookie. */
  token: string;
  keys: string[];
}

/** The browser of a sign-in. */
export function browserOf(ctx: Ctx): SeenBrowser {
  const { browser, system } = describeClient(ctx.userAgent);
  const token = ctx.browser ?? newSecret();
  const likeness = [withoutVersion(browser), withoutVersion(system), addressGroup(ctx.ip)];
  return { browser, system, token, keys: [keyOf('cookie', token), keyOf('likeness', ...likeness)] };
}

/**
 * Is the browser none of those that the user had before, and are there any, then they are told: by a notice, and in
 * the log. To be called under the lock of the user's row.
 * @param known what was known before it was noted
 */
export async function welcomeBrowser(
  ctx: Ctx,
  trx: Knex,
  record: RecordEvent,
  user: Pick<Actor, 'id' | 'username'>,
  { browser, system, keys }: SeenBrowser,
  known: KnownKeys,
): Promise<void> {
  if (known.all > 0 && known.these === 0) {
    await addNotice(trx, user.id, 'new_browser', { browser, system, ip: ctx.ip });
    record('login_new_browser', { browser, system }, user);
  }
  if (known.all > MAX_KEYS - keys.length) await store.trimKeys(trx, user.id, MAX_KEYS);
}
