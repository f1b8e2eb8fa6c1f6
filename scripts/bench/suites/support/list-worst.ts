/** Of many calls the ones to be told: the worst of each kind, and everything over the limit. */
import { KINDS, type Call, type Kind } from './list-calls.js';

/** A call measured at two sizes. */
export interface Compared extends Pick<Call, 'list' | 'kind' | 'name'> {
  /** Median milliseconds in the small database and in the big one. */
  small: number;
  big: number;
  /** Whether the server gave up on the big one. */
  failed: boolean;
}

/** Lists are to take at most so many times as long as with 1,000 rows. */
export const LIMIT = 3;

/** How many times as long; what failed is worse than anything. */
export const ratioOf = ({ small, big, failed }: Compared): number => (failed ? Infinity : big / small);

/** The worst of a list and kind, with how many there were. */
export interface Worst {
  worst: Compared;
  of: number;
}

/** The worst of each list and kind, in the order in which lists were measured and kinds are told. */
export function worstOfEach(all: readonly Compared[]): Worst[] {
  const lists = [...new Set(all.map(({ list }) => list))];
  return lists.flatMap((list) => KINDS.flatMap((kind) => worstOf(all, list, kind)));
}

function worstOf(all: readonly Compared[], list: string, kind: Kind): Worst[] {
  const some = all.filter((one) => one.list === list && one.kind === kind);
  const [worst] = byRatio(some);
  return worst === undefined ? [] : [{ worst, of: some.length }];
}

const byRatio = (some: readonly Compared[]): Compared[] => [...some].sort((a, b) => ratioOf(b) - ratioOf(a));

/** Everything over the limit, the worst first. */
export const overLimit = (all: readonly Compared[]): Compared[] =>
  byRatio(all).filter((one) => ratioOf(one) > LIMIT);
