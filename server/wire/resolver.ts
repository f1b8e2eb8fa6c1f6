/** Questions to the DNS: straight to name servers (never the hosts file), on a deadline, with bounded answers. */
import { Resolver } from 'node:dns/promises';
import type { CaaRecord as NodeCaa } from 'node:dns';
import type { ScanConfig } from '../config.js';
import { Unseen, type CaaRecord, type Dns } from '../core/wire.js';

export interface DnsPatience {
  /** Milliseconds that one try waits at first; the resolver waits longer with every further one. */
  timeout: number;
  tries: number;
  /** Milliseconds after which a question is given up in any case. */
  deadline: number;
}

const PATIENCE: DnsPatience = { timeout: 3000, tries: 2, deadline: 10_000 };

/** No domain in earnest has more; an answer may hold 64 KiB. */
const MAX_RECORDS = 200;
const MAX_CHARACTERS = 32_768;

/** The name exists without such a record, or does not exist (RFC 2308). */
const NOTHING = ['ENOTFOUND', 'ENODATA'];

/** Labels may begin with an underscore (RFC 8552). */
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

const isName = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => LABEL.test(label));

/** What the DNS could not tell, for a person. */
function toUnseen(error: unknown, name: string, type: string): Unseen {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const what = `the ${type} records of ${name}`;
  switch (code) {
    case 'ETIMEOUT':
      return new Unseen('timeout', `No name server answered in time for ${what}.`);
    case 'ECONNREFUSED':
      return new Unseen('refused', `No name server could be reached for ${what}.`);
    case 'ECANCELLED':
    case 'EDESTRUCTION':
      return new Unseen('cancelled', 'The scan was ended.');
    case 'ESERVFAIL':
      return new Unseen('resolver', `The name servers failed (SERVFAIL) at ${what}.`);
    case 'EREFUSED':
      return new Unseen('resolver', `The name servers refused to answer for ${what}.`);
    case 'EBADRESP':
    case 'EFORMERR':
    case 'ENOTIMP':
      // Not "protocol": that is for the host itself, which nobody has asked anything yet.
      return new Unseen('resolver', `The name servers gave no usable answer for ${what}.`);
    default:
      throw error;
  }
}

function assertBounded(answers: readonly unknown[], name: string, type: string): void {
  if (answers.length > MAX_RECORDS) {
    throw new Unseen('too_large', `${name} has more than ${MAX_RECORDS} ${type} records.`);
  }
  if (JSON.stringify(answers).length > MAX_CHARACTERS) {
    throw new Unseen('too_large', `The ${type} records of ${name} are longer than 32 KiB.`);
  }
}

/** Node gives the tag as the name of the property. */
const readCaa = ({ critical, ...rest }: NodeCaa): CaaRecord[] =>
  Object.entries(rest)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([tag, value]) => ({ critical: Number(critical) >= 128, tag: tag.toLowerCase(), value }));

const lower = (names: string[]): string[] => names.map((name) => name.toLowerCase().replace(/\.$/, ''));

/** Gives a question up when it takes too long in all, as each try and each name server adds to it. */
async function inTime<T>(question: Promise<T>, name: string, type: string, deadline: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(toUnseen({ code: 'ETIMEOUT' }, name, type)), deadline);
  });
  return Promise.race([question, late]).finally(() => clearTimeout(timer));
}

/**
 * A way to ask the DNS, for one scan.
 * @param config which name servers are asked; none: those of the machine
 * @param signal ends what is under way, and every question after it
 * @param patience how long name servers are waited for
 */
export function createDns(config: ScanConfig, signal: AbortSignal, patience = PATIENCE): Dns {
  const { timeout, tries, deadline } = patience;
  const resolver = new Resolver({ timeout, tries });
  if (config.resolvers.length > 0) resolver.setServers(config.resolvers);
  signal.addEventListener('abort', () => resolver.cancel(), { once: true });

  async function ask<T>(name: string, type: string, question: () => Promise<T[]>): Promise<T[]> {
    if (signal.aborted) throw new Unseen('cancelled', 'The scan was ended.');
    if (!isName(name)) throw new Unseen('protocol', `"${name.slice(0, 100)}" is no name of the DNS.`);
    const answers = await inTime(question(), name, type, deadline).catch((error: unknown) => {
      if (error instanceof Unseen) throw error;
      if (NOTHING.includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw toUnseen(error, name, type);
    });
    assertBounded(answers, name, type);
    return answers;
  }

  return {
    a: (name) => ask(name, 'A', () => resolver.resolve4(name)),
    aaaa: (name) => ask(name, 'AAAA', () => resolver.resolve6(name)),
    ns: async (name) => lower(await ask(name, 'NS', () => resolver.resolveNs(name))),
    cname: async (name) => lower(await ask(name, 'CNAME', () => resolver.resolveCname(name))),
    mx: async (name) =>
      (await ask(name, 'MX', () => resolver.resolveMx(name)))
        .map(({ priority, exchange }) => ({ priority, exchange: lower([exchange])[0] ?? '' }))
        .sort((one, other) => one.priority - other.priority),
    txt: async (name) =>
      (await ask(name, 'TXT', () => resolver.resolveTxt(name))).map((parts) => parts.join('')),
    caa: async (name) => (await ask(name, 'CAA', () => resolver.resolveCaa(name))).flatMap(readCaa),
  };
}
