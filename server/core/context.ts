/** What a use case is handed first, always: who asks, from where, and with what it works. */
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Notifications } from '../../db/notifications.js';
import type { Role } from '../../db/tables.js';
import type { Config } from '../config.js';
import type { OpenWire } from './wire.js';

/** argon2id inside a slot of the gate, see server/passwords/hashing.ts. */
export interface Hasher {
  hash(password: string): Promise<string>;
  /** With `null` for the stored hash it costs the same and is false. */
  verify(storedHash: string | null, password: string): Promise<boolean>;
  /** Whether the hash was made at a lower cost than is configured now. */
  isOutdated(storedHash: string): boolean;
}

/** The gate before hashing: few at a time, a bounded queue, then 503. */
export interface HashGate {
  /** @throws ApiError `busy` when the queue is full */
  inSlot<T>(job: (hasher: Hasher) => Promise<T>): Promise<T>;
}

/** The answers of this process that never end by themselves, see server/http/open-streams.ts. */
export interface OpenStreams {
  /**
   * Counts one more stream of a user.
   * @param end ends it, when the process stops
   * @returns to be called when it has ended
   * @throws ApiError `busy` when there are too many
   */
  admit(userId: number, end: () => void): () => void;
  /** Runs a job of a stream or an export; few are run at a time, so that they leave the database to the requests. */
  inTurn<T>(job: () => Promise<T>): Promise<T>;
  /** Ends all, and admits no other. */
  endAll(): void;
}

/** What the whole application shares. */
export interface Deps {
  config: Config;
  db: Knex;
  logger: Logger;
  hashing: HashGate;
  notifications: Notifications;
  streams: OpenStreams;
  /** The way of scans to the outside, see server/wire/. */
  openWire: OpenWire;
}

/** The signed-in person behind a request, as the database knows them now. */
export interface Actor {
  id: number;
  username: string;
  role: Role;
}

export interface Ctx extends Deps {
  requestId: string;
  /** Canonical address of the client. */
  ip: string;
  userAgent: string | null;
  actor: Actor | null;
  /** The session that asks, by its public id. */
  sessionId: number | null;
}

/** The context of a gated request. */
export type ActorCtx = Ctx & { actor: Actor; sessionId: number };

/** A session that was found to be alive. */
export interface LiveSession {
  /** Its public id. */
  id: number;
  actor: Actor;
  /** Seconds that the cookie should live from now, when the session has just been renewed. */
  renewedSeconds: number | null;
}

/** Finds the session of a cookie's value; null when there is none alive. */
export type Authenticate = (deps: Deps, token: string) => Promise<LiveSession | null>;
