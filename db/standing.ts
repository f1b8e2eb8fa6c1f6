/** What a session and a token have to know of the account they belong to, read with them in one round trip. */
import type { UserRow } from './tables.js';

/** The columns of STANDING. */
export interface FoundStanding extends Pick<UserRow, 'must_change_password' | 'second_factor'> {
  /** The user's role needs a second factor. */
  needs_second_factor: boolean;
}

/** What is to be known of an account besides who it is, of `users u` and `settings t`. */
export const STANDING = `u.must_change_password, u.second_factor,
         case u.role when 'admin' then t.require_second_factor_admin else t.require_second_factor_user end
           as needs_second_factor`;
