/** What the parts of the benchmark have in common: what they are given, and what they give back. */
import type pg from 'pg';

/** How much is measured. `quick` ends within five minutes. */
export type Extent = 'smoke' | 'quick' | 'full';

/** Rows of each list: what `--size` chooses. */
export interface Size {
  /** Such as `1,000` or `1M/10M`, for tables. */
  name: string;
  users: number;
  audit: number;
}

/** A PostgreSQL of the benchmark's own. */
export interface BenchPostgres {
  /** The URL of one of its databases, for processes. */
  url(database: string): string;
  /** A client for it, connected as whoever may do everything. */
  connect(database: string): Promise<pg.Client>;
  /** Seconds of CPU that all of its processes have used up to now; null where that cannot be known. */
  cpuSeconds(): Promise<number | null>;
}

/** A server that is measured, as a process of its own. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:40123`. */
  url: string;
  pid: number;
  /** Seconds of CPU that it and its children have used up to now; null where that cannot be known. */
  cpuSeconds(): Promise<number | null>;
  /** Bytes of memory that it and its children hold (RSS; shared pages are counted once each); null likewise. */
  memoryBytes(): Promise<number | null>;
  stop(): Promise<void>;
}

/** What a load generator is to send. */
export interface LoadJob {
  /** Where to, with its path. */
  url: string;
  method?: 'GET' | 'POST' | 'DELETE';
  /** Requests, dealt out to the connections one after the other and sent round and round; at least one. */
  requests: readonly { headers?: Record<string, string>; path?: string; body?: string }[];
  connections: number;
  seconds: number;
  /** Answers besides 2xx that are no failure, such as 503 where the queue's limit is what is measured. */
  allowed?: readonly number[];
}

/** What came of it. */
export interface Load {
  /** Answers a second. */
  rate: number;
  /** All answers. */
  count: number;
  /** How many of each status. */
  statuses: Record<string, number>;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** What a suite works with. */
export interface Stage {
  extent: Extent;
  /** How often everything is measured, in turns. */
  rounds: number;
  /** How long a measured round of load lasts. */
  seconds: number;
  /** Connections of a load, where a suite has no reason for another number. */
  connections: number;
  postgres: BenchPostgres;
  /** Seeds a database of this size unless it is there already. @returns its name */
  seeded(size: Size): Promise<string>;
  /** The sizes that were asked for, the smallest (1,000 rows) first. */
  sizes: readonly Size[];
  /**
   * Starts Clearview, compiled and whole, on a database. It scans nothing unless `env` gives it SCAN_CONCURRENCY.
   * @param env besides DATABASE_URL and PORT
   * @param nodeOptions such as `--cpu-prof`
   */
  startClearview(
    database: string,
    env?: Record<string, string>,
    nodeOptions?: readonly string[],
  ): Promise<RunningServer>;
  /**
   * Has something done in the end, also when a signal ends the run and no `finally` is reached; what came last is
   * done first.
   * @returns does it before the end, and not again
   * @throws Error when the end has begun; what was handed over is done all the same
   */
  atEnd(work: () => unknown): () => Promise<void>;
  /** Where `--profile` wants profiles; undefined without it. */
  profileFolder?: string;
  /**
   * Loads a server from a process of its own, with connections that are kept open.
   * @throws Error for an answer that is neither 2xx nor allowed, and for a request without an answer
   */
  load(job: LoadJob): Promise<Load>;
  /** Tells a person what goes on, on stderr. */
  say(text: string): void;
}

/** A table of the report. Cells are texts, ready to be shown. */
export interface Table {
  title: string;
  /** One or more sentences under the title: what was measured and how. */
  about: string;
  columns: string[];
  rows: string[][];
  /** Sentences under the table, such as that the machine was too noisy. */
  remarks?: string[];
}

/** One subject of the benchmark, in a file of its own under suites/. */
export interface Suite {
  /** A word for `--only`. */
  name: string;
  run(stage: Stage): Promise<Table[]>;
}

/** The median of some figures, with the lowest and the highest: every figure of the report is one of these. */
export interface Range {
  median: number;
  low: number;
  high: number;
}
