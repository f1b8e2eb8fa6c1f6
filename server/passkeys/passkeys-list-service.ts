/** A user's passkeys as they are shown, and their end when an administrator resets the second factor. */
import type { Knex } from 'knex';
import * as store from './passkeys-store.js';

export type ShownPasskey = store.ListedPasskey;

/** The oldest first. */
export const listPasskeys = (db: Knex, userId: number): Promise<ShownPasskey[]> =>
  store.listPasskeys(db, userId);

/** @returns how many there were */
export const dropPasskeys = (trx: Knex, userId: number): Promise<number> => store.deletePasskeys(trx, userId);
