/** The figures of the console's first page. */
import {
  attackedNames,
  countSignIns,
  databaseNow,
  type AttackedName,
  type SignInCount,
} from '../audit/sign-in-counts-service.js';
import { dayEdges, hourEdges, nextFullHour } from '../core/calendar.js';
import type { ActorCtx } from '../core/context.js';
import { countLive } from '../sessions/sessions-service.js';
import * as store from './stats-store.js';

const DORMANT_DAYS = 90;

/** From five failures on it is no slip of the fingers. */
const ATTACK = { minutes: 15, failures: 5, most: 20 };

export interface Accounts extends store.AccountCounts {
  dormant_days: number;
  sessions: { live: number; users: number };
}

export interface SignInQuery {
  unit: 'hour' | 'day';
  count: number;
  /** IANA name. */
  timeZone: string;
}

export interface SignInBucket {
  from: Date;
  to: Date;
  ok: number;
  failed: number;
  throttled: number;
}

const FIELDS = { login_ok: 'ok', login_fail: 'failed', login_throttled: 'throttled' } as const;

/** How many accounts and sessions there are. */
export async function accounts(ctx: ActorCtx): Promise<Accounts> {
  const [counts, sessions] = await Promise.all([store.readAccounts(ctx.db, DORMANT_DAYS), countLive(ctx)]);
  return { ...counts, dormant_days: DORMANT_DAYS, sessions };
}

/**
 * Sign-ins by hours or days, oldest first, up to the present one. Counts are kept by full hours of UTC, so in a
 * time zone that is half an hour off, an hour that a day begins in the middle of is counted for the day before.
 */
export async function signIns(ctx: ActorCtx, query: SignInQuery): Promise<SignInBucket[]> {
  const now = await databaseNow(ctx);
  const { unit, count, timeZone } = query;
  const edges = unit === 'hour' ? hourEdges(now, count) : dayEdges(now, count, timeZone);
  return fill(edges, await countSignIns(ctx, edges.map(nextFullHour)));
}

function fill(edges: Date[], counts: SignInCount[]): SignInBucket[] {
  const buckets = edges
    .slice(1)
    .map((to, n) => ({ from: edges[n] ?? to, to, ok: 0, failed: 0, throttled: 0 }));
  for (const { bucket, event, count } of counts) {
    const filled = buckets[bucket];
    if (filled !== undefined) filled[FIELDS[event]] = count;
  }
  return buckets;
}

/** Names under attack at present. */
export async function attacks(ctx: ActorCtx): Promise<AttackedName[]> {
  return attackedNames(ctx, ATTACK);
}
