/** What the first process and the web processes say to each other. */
import type { AddressInfo } from 'node:net';
import type { ConnectionSettings } from '../../db/knex.js';

/** Where a web process finds its work. Told between processes: it holds a password, and an environment is read by others. */
export interface Place {
  connection: ConnectionSettings;
  port: number;
}

/** To the first process. */
export type ToPrimary =
  | { kind: 'wants-place' }
  /** It listens, and what it is asked is answered. */
  | { kind: 'listens'; address: AddressInfo };

/** To a web process. */
export type ToWeb = { kind: 'place'; place: Place } | { kind: 'stop' };
