/** Queries of a sign-in: who a typed name is, and what a success leaves behind. */
import type { Knex } from 'knex';
import { secondsUntilFree } from '../../db/guess-counters.js';
import { named } from '../../db/named.js';
import type { UserRow } from '../../db/tables.js';

/** What a sign-in has to know of the name that was typed. */
export interface Candidate extends Pick<UserRow, 'id' | 'username' | 'password_hash' | 'role' | 'is_active'> {
  /** Whether this user has signed in from this address before. */
  known_address: boolean;
}

/** What a sign-in begins with. */
export interface Look {
  candidate: Candidate | undefined;
  /** The hash of somebody else, to be compared with in place of an unknown name's. */
  standIn: string | null;
  /** Seconds until another guess is allowed; null when one is now. */
  wait: number | null;
}

/**
 * The stand-in is chosen by a number: after a take-over or a raised cost accounts differ in the time they take, and
 * unknown names must differ alike. It is looked for in any case, so that looking tells nothing either.
 */
const LOOK = `
  select u.id, u.username, u.password_hash, u.role, u.is_active, k.user_id is not null as known_address,
         (select password_hash from users
           where id > ?::int % greatest((select max(id) from users), 1) and password_hash like '$argon2id$%'
           order by id limit 1) as stand_in,
         (${secondsUntilFree('array[?, ?, ?]', '(case when k.user_id is null then ?::jsonb else ?::jsonb end)')})
           as wait
    from (values (?::text)) as typed (name)
    left join users u on lower(u.username collate "C") = lower(typed.name collate "C")
    left join known_addresses k on k.user_id = u.id and k.address = ?`;

interface Guesses {
  stand_in: string | null;
  wait: number | null;
}

type Looked = { [K in keyof Candidate]: Candidate[K] | null } & Guesses;

const isCandidate = (row: { id: number | null } | undefined): row is Candidate & Guesses =>
  row !== undefined && row.id !== null;

/** What counts the guesses at a name from an address. */
export interface Peeks {
  /** Of all its counters: so many, and no other number, as LOOK spells them out. */
  keys: [string, string, string];
  /** Limits by key, as JSON; an owner who signed in from the address before has fewer of them. */
  limits: { unknown: string; known: string };
}

/**
 * Who is behind a name, the stand-in, and whether a guess is allowed, in one question.
 * @param username null for what cannot be a name
 * @param address group of addresses, as known_addresses keeps it
 * @param seed 0 to 2147483647; the same seed meets the same stand-in
 */
export async function look(
  db: Knex,
  username: string | null,
  address: string,
  seed: number,
  peeks: Peeks,
): Promise<Look> {
  const values = [seed, ...peeks.keys, peeks.limits.unknown, peeks.limits.known, username, address];
  const [row] = await named<Looked>(db, 'sign_in_look', LOOK, values);
  const candidate = isCandidate(row) ? row : undefined;
  return { candidate, standIn: row?.stand_in ?? null, wait: row?.wait ?? null };
}

/** Whose sign-in it is, held to the end of the transaction. */
export type LockedUser = Pick<UserRow, 'id' | 'username' | 'role' | 'second_factor'>;

/** Locks the user's row if it still has this hash and is active, and reads it as it is now. */
export async function lockVerified(
  trx: Knex,
  id: number,
  verifiedHash: string,
): Promise<LockedUser | undefined> {
  const [user] = await named<LockedUser>(
    trx,
    'sign_in_lock',
    `select id, username, role, second_factor from users
      where id = ? and password_hash = ? and is_active for update`,
    [id, verifiedHash],
  );
  return user;
}

/** Locks the row of an active user who showed otherwise who they are, and reads it as it is now. */
export async function lockActive(trx: Knex, id: number): Promise<LockedUser | undefined> {
  return trx('users')
    .where({ id, is_active: true })
    .forUpdate()
    .first('id', 'username', 'role', 'second_factor');
}

/** Stores the hash at today's cost. */
export async function replaceHash(trx: Knex, id: number, hash: string): Promise<void> {
  await trx('users').where({ id }).update({ password_hash: hash });
}

/** Whose session it was. */
export async function findName(trx: Knex, id: number): Promise<{ id: number; username: string } | undefined> {
  return trx('users').where({ id }).first('id', 'username');
}
