/** The only reader of the environment. Everything is checked before anything listens. */
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { readDatabase, readDatabaseUrl, type DatabaseConfig } from './config-database.js';
import { ConfigError, Reader, type Env } from './config-reader.js';
import { projectRoot } from './core/project.js';

export { ConfigError } from './config-reader.js';

/** How scans reach the outside. */
export interface ScanConfig {
  /** Whether private, loopback and other special addresses and names may be looked at. */
  readonly allowPrivate: boolean;
  /** Name servers to ask, such as `192.0.2.53` or `[2001:db8::53]:5353`; none: those of the machine. */
  readonly resolvers: readonly string[];
  /** Where the ports 25, 80 and 443 are found instead, in a laboratory. */
  readonly ports: Readonly<Record<25 | 80 | 443, number>>;
  /** Certificates (PEM) that are trusted besides the public ones. */
  readonly extraCa: string | undefined;
  /** Scans that this process runs at once; 0: none. */
  readonly concurrency: number;
  /** Hour of the day (UTC) at which the nightly scans begin. */
  readonly hour: number;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** An external PostgreSQL; undefined means the embedded one under `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** How that is used. */
  readonly database: DatabaseConfig;
  /** Processes that answer requests on this machine. */
  readonly webConcurrency: number;
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
  readonly scan: ScanConfig;
  /** Age in days at which jobs that are over are deleted with their findings. */
  readonly jobRetentionDays: number;
  /** Where people reach Clearview, such as `https://clearview.example.org`; undefined: as each request says. */
  readonly publicUrl: string | undefined;
  /** What seals secrets in the database, 32 bytes; undefined: a file under `dataDir`. */
  readonly secretKey: Buffer | undefined;
  readonly logLevel: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const YEAR = 365 * 24 * 3600;

function readHost(reader: Reader): string {
  const host = reader.text('HOST') ?? '127.0.0.1';
  if (ipaddr.isValid(host) || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/.test(host)) return host;
  reader.problems.push(`HOST must be an address or a host name, not "${host}".`);
  return host;
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
  const entries = reader.list('TRUST_PROXY');
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

/** @returns the origin alone */
function readPublicUrl(reader: Reader): string | undefined {
  const value = reader.text('PUBLIC_URL');
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : null;
  const isOrigin =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    `${url.search}${url.hash}` === '';
  if (isOrigin && url.username === '' && url.password === '') return url.origin;
  reader.problems.push(`PUBLIC_URL must look like https://clearview.example.org, not "${value}".`);
  return undefined;
}

function readSecretKey(reader: Reader): Buffer | undefined {
  const value = reader.text('SECRET_KEY');
  if (value === undefined) return undefined;
  // The value is a secret, so it is never repeated.
  const key = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  if (key.length === 32) return key;
  reader.problems.push('SECRET_KEY must be 32 random bytes, as 64 hex digits or as base64.');
  return undefined;
}

const portOf = (text: string): number => (/^\d{1,5}$/.test(text) ? Number(text) : NaN);
const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`. */
function isResolver(entry: string): boolean {
  if (isIP(entry) !== 0) return true;
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  const isAddress = bracketed === undefined ? isIP(plain ?? '') === 4 : isIP(bracketed) === 6;
  return isAddress && (port === '' || isPort(portOf(port)));
}

function readResolvers(reader: Reader): string[] {
  const entries = reader.list('SCAN_RESOLVER');
  const wrong = entries.find((entry) => !isResolver(entry));
  if (wrong !== undefined) {
    reader.problems.push(
      `SCAN_RESOLVER must list addresses such as 192.0.2.53 or 192.0.2.53:5353, not "${wrong}".`,
    );
  }
  return entries;
}

/** Only beside SCAN_ALLOW_PRIVATE: on the public internet there is nothing to be seen behind other ports. */
function readScanPorts(reader: Reader, allowPrivate: boolean): ScanConfig['ports'] {
  const ports = { 25: 25, 80: 80, 443: 443 };
  const entries = reader.list('SCAN_PORTS');
  if (entries.length > 0 && !allowPrivate) {
    reader.problems.push('SCAN_PORTS is for laboratories: it needs SCAN_ALLOW_PRIVATE=true.');
  }
  for (const entry of entries) {
    const [, from, to = ''] = /^(25|80|443)=(\d+)$/.exec(entry) ?? [];
    if (from === undefined || !isPort(portOf(to))) {
      reader.problems.push(`SCAN_PORTS must look like 25=2525,80=8080,443=8443, not "${entry}".`);
    } else {
      ports[Number(from) as keyof typeof ports] = portOf(to);
    }
  }
  return ports;
}

function readCaFile(reader: Reader): string | undefined {
  const file = reader.text('SCAN_CA_FILE');
  if (file === undefined) return undefined;
  try {
    const pem = readFileSync(file, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  } catch {
    // Told below.
  }
  reader.problems.push(`SCAN_CA_FILE must name a readable file of certificates (PEM), not "${file}".`);
  return undefined;
}

function readScan(reader: Reader): ScanConfig {
  const allowPrivate = reader.choice('SCAN_ALLOW_PRIVATE', { true: true, false: false }, false);
  return {
    allowPrivate,
    resolvers: readResolvers(reader),
    ports: readScanPorts(reader, allowPrivate),
    extraCa: readCaFile(reader),
    concurrency: reader.whole('SCAN_CONCURRENCY', 3, 0, 50),
    hour: reader.whole('SCAN_HOUR', 1, 0, 23),
  };
}

/** More would let one name be tried more often at once than its limit allows. */
const MAX_HASH_SLOTS = 16;

/** The cores of this process: each of several has its share. */
const hashSlots = (processes: number): number =>
  Math.max(1, Math.min(MAX_HASH_SLOTS, Math.floor(availableParallelism() / processes)));

function readValues(reader: Reader): Config {
  const webConcurrency = reader.whole('WEB_CONCURRENCY', 1, 1, 64);
  const levels = Object.fromEntries(LOG_LEVELS.map((level) => [level, level]));
  return {
    port: reader.whole('PORT', 3000, 0, 65535),
    host: readHost(reader),
    databaseUrl: readDatabaseUrl(reader),
    database: readDatabase(reader),
    webConcurrency,
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
    hashing: { slots: hashSlots(webConcurrency), queue: reader.whole('HASH_QUEUE_LIMIT', 64, 1, 10_000) },
    setupToken: readSetupToken(reader),
    auditRetentionDays: reader.whole('AUDIT_RETENTION_DAYS', 400, 30, 3_650),
    scan: readScan(reader),
    jobRetentionDays: reader.whole('JOB_RETENTION_DAYS', 90, 7, 3_650),
    publicUrl: readPublicUrl(reader),
    secretKey: readSecretKey(reader),
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

/** What a program of ours may need to start at all. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TMPDIR', 'TEMP'];

/** The environment without anything of ours: for a process that has no business with our secrets. */
export function bareEnvironment(): Env {
  return Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
}
