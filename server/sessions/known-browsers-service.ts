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
import { describeClient } from './user-agent.js';

const MAX_KEYS = 50;

const keyOf = (...parts: (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** "Firefox" of "Firefox 128": an update makes no other browser. */
const withoutVersion = (words: string | null): string | null =>
  words?.replace(/ [\w.]*\d[\w.]*$/, '') ?? null;

/**
 * Notes the browser of a sign-in. Is it none of those that the user had before, and are there any, then they are
 * told: by a notice, and in the log. To be called under the lock of the user's row.
 * @returns what the browser is recognised by from now on
 */
export async function recogniseBrowser(
  ctx: Ctx,
  trx: Knex,
  record: RecordEvent,
  user: Pick<Actor, 'id' | 'username'>,
): Promise<string> {
  const { browser, system } = describeClient(ctx.userAgent);
  const token = ctx.browser ?? newSecret();
  const likeness = [withoutVersion(browser), withoutVersion(system), addressGroup(ctx.ip)];
  const keys = [keyOf('cookie', token), keyOf('likeness', ...likeness)];
  const known = await store.noteKeys(trx, user.id, keys);
  if (known.all > 0 && known.these === 0) {
    await addNotice(trx, user.id, 'new_browser', { browser, system, ip: ctx.ip });
    record('login_new_browser', { browser, system }, user);
  }
  if (known.all > MAX_KEYS - keys.length) await store.trimKeys(trx, user.id, MAX_KEYS);
  return token;
}
