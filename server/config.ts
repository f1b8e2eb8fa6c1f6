/** The only reader of the environment. Everything is checked before anything listens. */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { projectRoot } from './core/project.js';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** An external PostgreSQL; undefined means the embedded one under `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** `auto`: Secure unless the request came over plain HTTP straight from a loopback address. */
  readonly cookieSecure: boolean | 'auto';
  /** Addresses and networks (CIDR) whose X-Forwarded-* headers are believed. */
  readonly trustProxy: readonly string[];
  /** Seconds. */
  readonly session: { readonly idle: number; readonly absolute: number; readonly remember: number };
  readonly minPasswordLength: number;
  readonly argon2: { readonly memoryKib: number; readonly timeCost: number; readonly parallelism: number };
  /** How many hashes are computed at once, and how many may wait. */
  readonly hashing: { readonly slots: number; readonly queue: number };
  /** When set, the first-run setup asks for it. */
  readonly setupToken: string | undefined;
  readonly auditRetentionDays: number;
  readonly logLevel: string;
}

/** Every wrong value at once, a sentence each that names its variable. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const YEAR = 365 * 24 * 3600;

type Env = Record<string, string | undefined>;

/** Reads single variables and collects what is wrong with them. */
class Reader {
  readonly problems: string[] = [];

  constructor(private readonly env: Env) {}

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  whole(name: string, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,10}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.problems.push(`${name} must be a whole number from ${min} to ${max}, not "${value}".`);
    return fallback;
  }

  choice<T>(name: string, choices: Record<string, T>, fallback: T): T {
    const value = this.text(name);
    if (value === undefined) return fallback;
    if (Object.hasOwn(choices, value)) return choices[value] as T;
    this.problems.push(`${name} must be one of ${Object.keys(choices).join(', ')}, not "${value}".`);
    return fallback;
  }
}

function readHost(reader: Reader): string {
  const host = reader.text('HOST') ?? '127.0.0.1';
  if (ipaddr.isValid(host) || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/.test(host)) return host;
  reader.problems.push(`HOST must be an address or a host name, not "${host}".`);
  return host;
}

function readDatabaseUrl(reader: Reader): string | undefined {
  const value = reader.text('DATABASE_URL');
  if (value === undefined) return undefined;
  // The value may hold a password, so it is never repeated.
  const isPostgres = URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
  if (!isPostgres) {
    reader.problems.push('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  return value;
}

/** Whether a network holds every IPv4 address, under its own name or mapped into IPv6. */
function holdsEverybody(network: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(network);
  if (bits === 0) return true;
  return address.kind() === 'ipv6' && bits <= 96 && ipaddr.IPv6.parse('::ffff:0:0').match(address, bits);
}

function proxyProblem(entry: string): string | null {
  const [address = '', ...rest] = entry.split('/');
  // Not by ipaddr.js alone: it takes "1", which people write for a number of hops, for an address.
  if (isIP(address) === 0 || (rest.length > 0 && !ipaddr.isValidCIDR(entry))) {
    return `TRUST_PROXY must list addresses or networks such as 10.0.0.0/8, not "${entry}".`;
  }
  if (rest.length === 0 || !holdsEverybody(entry)) return null;
  return `TRUST_PROXY must not trust everybody ("${entry}"): name your proxies.`;
}

function readTrustProxy(reader: Reader): string[] {
  const entries = (reader.text('TRUST_PROXY') ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  reader.problems.push(...entries.map(proxyProblem).filter((problem) => problem !== null));
  return entries;
}

function readSetupToken(reader: Reader): string | undefined {
  const token = reader.text('SETUP_TOKEN');
  if (token !== undefined && !/^[\x21-\x7e]{16,256}$/.test(token)) {
    reader.problems.push('SETUP_TOKEN must have 16 to 256 visible ASCII characters.');
  }
  return token;
}

function readValues(reader: Reader): Config {
  const levels = Object.fromEntries(LOG_LEVELS.map((level) => [level, level]));
  return {
    port: reader.whole('PORT', 3000, 0, 65535),
    host: readHost(reader),
    databaseUrl: readDatabaseUrl(reader),
    dataDir: path.resolve(projectRoot, reader.text('DATA_DIR') ?? 'data'),
    cookieSecure: reader.choice<boolean | 'auto'>('COOKIE_SECURE', { true: true, false: false }, 'auto'),
    trustProxy: readTrustProxy(reader),
    session: {
      idle: reader.whole('SESSION_IDLE_SECONDS', 28_800, 1, YEAR),
      absolute: reader.whole('SESSION_ABSOLUTE_SECONDS', 86_400, 1, YEAR),
      remember: reader.whole('SESSION_REMEMBER_SECONDS', 2_592_000, 1, YEAR),
    },
    minPasswordLength: reader.whole('MIN_PASSWORD_LENGTH', 12, 12, 128),
    argon2: {
      memoryKib: reader.whole('ARGON2_MEMORY_KIB', 19_456, 19_456, 2_097_152),
      timeCost: reader.whole('ARGON2_TIME_COST', 2, 2, 100),
      parallelism: reader.whole('ARGON2_PARALLELISM', 1, 1, 16),
    },
    hashing: {
      // Files and names are looked up by the same four threads of Node, so one of them stays free.
      slots: Math.min(3, Math.max(1, availableParallelism() - 1)),
      queue: reader.whole('HASH_QUEUE_LIMIT', 64, 1, 10_000),
    },
    setupToken: readSetupToken(reader),
    auditRetentionDays: reader.whole('AUDIT_RETENTION_DAYS', 400, 30, 3_650),
    logLevel: reader.choice('LOG_LEVEL', levels, 'info'),
  };
}

/**
 * The configuration of this process: its environment, and what a file `.env` in the working folder adds.
 * @throws ConfigError that names every wrong variable at once
 */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env);
}

/**
 * The configuration, frozen.
 * @throws ConfigError that names every wrong variable at once
 */
export function readConfig(env: Env): Config {
  const reader = new Reader(env);
  const config = readValues(reader);
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return Object.freeze(config);
}
