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
  /** With `null` for the stored hash, or with what stands for no password, it costs the same and is false. */
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

/** What a token opens. */
export const SCOPES = [
  'tenants:read',
  'tenants:write',
  'jobs:read',
  'jobs:write',
  'users:read',
  'users:write',
  'audit:read',
] as const;

export type Scope = (typeof SCOPES)[number];

/** The API token behind a request. */
export interface TokenGrant {
  id: number;
  name: string;
  scopes: readonly Scope[];
  expiresAt: Date;
}

/** What is to be known of an account besides who it is. */
export interface Standing {
  /** Nothing else is open to them until they have set a password of their own. */
  mustChangePassword: boolean;
  hasSecondFactor: boolean;
  /** Their role needs one and they have none: nothing else is open to them until then. */
  mustAddSecondFactor: boolean;
  /** Showed who they are within the last ten minutes; never for a token. */
  isFresh: boolean;
}

/** Who asks, and by what right: a session, a token, or an operator at the machine. */
export interface Identity {
  actor: Actor | null;
  /** The session that asks, by its public id. */
  sessionId: number | null;
  token: TokenGrant | null;
  /** The operating system's user behind the command line. */
  operator: string | null;
  /** What the browser is recognised by when it signs in; it gives no right to anything. */
  browser: string | null;
  standing: Standing;
}

export const NOBODY: Identity = {
  actor: null,
  sessionId: null,
  token: null,
  operator: null,
  browser: null,
  standing: {
    mustChangePassword: false,
    hasSecondFactor: false,
    mustAddSecondFactor: false,
    isFresh: false,
  },
};

export interface Ctx extends Deps, Identity {
  requestId: string;
  /** Canonical address of the client. */
  ip: string;
  userAgent: string | null;
}

/** The context of somebody who may be here: a session, a token or an operator. */
export type ActorCtx = Ctx & { actor: Actor };

/** The context of a person in a browser. */
export type SessionCtx = ActorCtx & { sessionId: number; token: null };

/** A session that was found to be alive. */
export interface LiveSession {
  /** Its public id. */
  id: number;
  actor: Actor;
  standing: Standing;
  /** Seconds that the cookie should live from now, when the session has just been renewed. */
  renewedSeconds: number | null;
}

/** Finds the session of a cookie's value; null when there is none alive. */
export type Authenticate = (deps: Deps, token: string) => Promise<LiveSession | null>;

/** A token that was found to be alive. */
export interface LiveToken {
  actor: Actor;
  standing: Standing;
  grant: TokenGrant;
}

/**
 * Finds what `Authorization: Bearer` carries; null when it is none that is alive.
 * @throws ApiError `network_not_allowed`, `too_many_requests`
 */
export type AuthenticateToken = (ctx: Ctx, token: string) => Promise<LiveToken | null>;
