/** Follows an SPF record as a receiver would, and counts what that costs (RFC 7208, 4.6.4). */
import { Unseen } from '../../core/wire.js';
import type { Look } from '../look.js';
import { addressesOfHost } from './dns-addresses.js';
import { hasMacro, isSpf, readSpf, type Qualifier, type SpfTerm } from './mail-spf-record.js';
import { textsOf } from './mail-texts.js';
import { tried } from './tried.js';

/** Further look-ups are not made: the record has long been one that no receiver follows to its end. */
const MOST_LOOKUPS = 30;

export interface SpfSight {
  /** The records of the domain itself: exactly one is right. */
  records: string[];
  /** What becomes of everybody who did not match, a redirect followed. */
  all: Qualifier | null;
  /** Look-ups that cost one of the ten, those of included records too; `isMore`: counting was given up. */
  lookups: number;
  isMore: boolean;
  /** Look-ups that found nothing. */
  voids: number;
  usesPtr: boolean;
  /** Whether anybody may send at all. */
  namesSenders: boolean;
  /** Sentences; a receiver that meets one takes the record for a broken one. */
  problems: string[];
  /** Each record that was read, with how it was come by. */
  trail: string[];
  /** What could not be looked up. */
  unseen: Unseen | null;
}

const COUNTED = ['include', 'a', 'mx', 'ptr', 'exists'];

class Walk {
  readonly sight: SpfSight;

  constructor(
    private readonly look: Look,
    records: string[],
  ) {
    this.sight = {
      records,
      all: null,
      lookups: 0,
      isMore: false,
      voids: 0,
      usesPtr: false,
      namesSenders: false,
      problems: [],
      trail: [],
      unseen: null,
    };
  }

  /** One more look-up; false when there were enough. */
  private spend(): boolean {
    if (this.sight.lookups >= MOST_LOOKUPS) this.sight.isMore = true;
    else this.sight.lookups += 1;
    return !this.sight.isMore;
  }

  /** What was looked up; undefined when it could not be. */
  private async see<T>(reading: Promise<T>): Promise<T | undefined> {
    const seen = await tried(reading);
    if (!(seen instanceof Unseen)) return seen;
    this.sight.unseen ??= seen;
    return undefined;
  }

  /** Follows the record of a name; `path` are the names that led there, itself included. */
  async follow(name: string, text: string, path: string[]): Promise<Qualifier | null> {
    const { sight } = this;
    const record = readSpf(text);
    sight.problems.push(...record.problems.map((problem) => `In the record of ${name}, ${problem}`));
    if (record.terms.length > 0) sight.namesSenders = true;
    for (const term of record.terms) await this.term(name, term, path);
    if (record.redirect === null) return record.all;
    sight.namesSenders = true;
    return this.enter(`redirect=${record.redirect}`, record.redirect, path);
  }

  private async term(name: string, { mechanism, domain, text }: SpfTerm, path: string[]): Promise<void> {
    if (mechanism === 'include') return void (await this.enter(text, domain ?? '', path));
    if (!COUNTED.includes(mechanism) || !this.spend()) return;
    if (mechanism === 'ptr') this.sight.usesPtr = true;
    const target = domain ?? name;
    if (mechanism === 'ptr' || hasMacro(target)) return;
    const isFound = await this.see(this.findsSomething(mechanism, target));
    if (isFound === false) this.sight.voids += 1;
  }

  private async findsSomething(mechanism: string, target: string): Promise<boolean> {
    if (mechanism === 'mx') return (await this.look.wire.dns.mx(target)).length > 0;
    const { a, aaaa } = await addressesOfHost(this.look, target);
    return a.length > 0 || (mechanism === 'a' && aaaa.length > 0);
  }

  /** Goes on with the record of another name, for `include` and `redirect`. */
  private async enter(text: string, target: string, path: string[]): Promise<Qualifier | null> {
    if (!this.spend()) return null;
    if (hasMacro(target)) {
      const sentence = `${text} depends on the sender, so it cannot be followed beforehand.`;
      this.sight.trail.push(sentence);
      // Only a redirect decides what becomes of those who did not match.
      if (text.startsWith('redirect=')) this.sight.unseen ??= new Unseen('protocol', sentence);
      return null;
    }
    if (path.includes(target)) {
      this.sight.problems.push(`${text} leads round in a circle.`);
      return null;
    }
    const texts = await this.see(textsOf(this.look, target));
    if (texts === undefined) return null;
    if (texts.length === 0) this.sight.voids += 1;
    const [record, ...others] = texts.filter(isSpf);
    if (record === undefined || others.length > 0) {
      const count = record === undefined ? 'no SPF record' : 'more than one SPF record';
      this.sight.problems.push(`${text} leads to ${target}, which has ${count}.`);
      return null;
    }
    this.sight.trail.push(`${target} TXT "${record}"`);
    return this.follow(target, record, [...path, target]);
  }
}

async function read(look: Look): Promise<SpfSight> {
  const records = (await textsOf(look, look.domain)).filter(isSpf);
  const walk = new Walk(look, records);
  const [record] = records;
  if (record !== undefined && records.length === 1) {
    walk.sight.all = await walk.follow(look.domain, record, [look.domain]);
  }
  return walk.sight;
}

/** The SPF of the domain. @throws Unseen when its own record could not be looked up */
export const spfOf = (look: Look): Promise<SpfSight> => look.once('spf', () => read(look));
