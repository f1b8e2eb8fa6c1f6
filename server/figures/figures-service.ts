/**
 * Figures that hang on the present moment (which sessions live, what fell since yesterday) and that nobody can count
 * at once when there are many. Up to 10,000 they are counted whenever somebody asks; beyond, the housekeeping counts
 * them and what it found is told until it does again.
 */
import type { Knex } from 'knex';
import type { Ctx, Deps } from '../core/context.js';
import * as store from './figures-store.js';

/** How it is counted. */
export interface Figure<T> {
  /** For ever: processes of two releases must agree on it. */
  name: string;
  /** Null when there is too much to be counted on the spot. */
  countFew: (db: Knex) => Promise<T | null>;
  countAll: (db: Knex) => Promise<T>;
}

/** Seconds that a figure may be old: longer than from one housekeeping to the next. */
const MOST_AGE = 1800;

/** What it is. Counted whatever it takes when the housekeeping has not done so. */
export async function readFigure<T>({ db }: Pick<Deps, 'db'>, figure: Figure<T>): Promise<T> {
  const few = await figure.countFew(db);
  if (few !== null) return few;
  const held = (await store.readFigure(db, figure.name, MOST_AGE)) as T | undefined;
  return held ?? countAnew(db, figure);
}

async function countAnew<T>(db: Knex, figure: Figure<T>): Promise<T> {
  const value = await figure.countAll(db);
  await store.writeFigure(db, figure.name, value);
  return value;
}

/** Counts a figure for those who will ask, unless it can be counted on the spot. @returns how many figures */
export async function refreshFigure<T>({ db }: Pick<Deps, 'db'>, figure: Figure<T>): Promise<number> {
  if ((await figure.countFew(db)) !== null) return 0;
  await countAnew(db, figure);
  return 1;
}

/** Adds up what has gathered in the tallies of accounts and tenants. */
export async function foldTallies(ctx: Ctx): Promise<number> {
  await store.foldTallies(ctx.db);
  return 0;
}
