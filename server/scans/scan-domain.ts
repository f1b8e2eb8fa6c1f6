/** Scans one domain: every check, a few at once, each told when it begins and what it saw. */
import { cleanText } from '../core/text.js';
import { Unseen, type Wire } from '../core/wire.js';
import { organisationOf } from '../domains/domain-name.js';
import { unknown, type Check, type CheckText, type Outcome } from './check.js';
import { CHECKS } from './checks/index.js';
import { Look } from './look.js';

const AT_ONCE = 3;
/** Each step of a check has a deadline of its own; this one is for a check of many steps. */
const CHECK_MS = 90_000;
const MAX_EVIDENCE = 20;
const MAX_TEXT = 500;

export type OnStart = (check: CheckText) => Promise<void> | void;
export type OnResult = (check: CheckText, outcome: Outcome) => Promise<void>;
/** Hears of an error in a check, which is ours to mend. */
export type OnDefect = (check: CheckText, error: unknown) => void;

const isCancelled = (error: unknown): boolean => error instanceof Unseen && error.reason === 'cancelled';

/** Fit to be stored: what was seen comes from strangers. */
const bounded = ({ status, summary, evidence }: Outcome): Outcome => ({
  status,
  summary: cleanText(summary, MAX_TEXT),
  evidence: evidence.slice(0, MAX_EVIDENCE).map((line) => cleanText(line, MAX_TEXT)),
});

async function inTime(check: Check, look: Look): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const sentence = `This could not be seen within ${CHECK_MS / 1000} seconds.`;
    timer = setTimeout(() => reject(new Unseen('timeout', sentence)), CHECK_MS);
  });
  // Whatever it throws at once is a rejection too, so that the timer always goes.
  const running = Promise.resolve().then(() => check.run(look));
  return Promise.race([running, late]).finally(() => clearTimeout(timer));
}

/** @throws Unseen `cancelled` when the scan ended, and nothing else */
async function outcomeOf(check: Check, look: Look, onDefect: OnDefect): Promise<Outcome> {
  try {
    return bounded(await inTime(check, look));
  } catch (error) {
    if (isCancelled(error)) throw error;
    if (error instanceof Unseen) return bounded(unknown(error.message));
    onDefect(check, error);
    return unknown('This check met an error of ours.');
  }
}

/**
 * Runs the checks of a domain, at most three at once, begun in the order of the catalogue. What a check could not
 * see is "unknown". Ends early, without an error, when the signal of the wire comes.
 * @param domain A-labels in lower case
 * @param skip ids of checks that were done already
 * @param onStart hears of each check that begins
 * @param onResult hears of what each check saw; nothing begins after it, or onStart, has thrown
 * @throws what onStart or onResult threw first, once nothing is under way any more
 */
export async function scanDomain(
  wire: Wire,
  domain: string,
  skip: ReadonlySet<string>,
  onStart: OnStart,
  onResult: OnResult,
  onDefect: OnDefect = () => undefined,
  checks: readonly Check[] = CHECKS,
): Promise<void> {
  const look = new Look(domain, organisationOf(domain), wire);
  const waiting = checks.filter(({ id }) => !skip.has(id));
  let isOver = false;

  async function work(): Promise<void> {
    for (let check = waiting.shift(); check !== undefined && !isOver; check = waiting.shift()) {
      await onStart(check);
      const outcome = await outcomeOf(check, look, onDefect);
      if (!isOver) await onResult(check, outcome);
    }
  }

  const end = (error: unknown): never => {
    isOver = true;
    throw error;
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => work().catch(end)));
  for (const worker of workers) {
    if (worker.status === 'rejected' && !isCancelled(worker.reason)) throw worker.reason;
  }
}
