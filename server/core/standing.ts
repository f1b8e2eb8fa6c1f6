/** How an account stands, whichever way it is used. */
import type { FoundStanding } from '../../db/standing.js';
import type { Standing } from './context.js';

/** What the columns of an account say of it; the rest of its standing hangs on the way it is used. */
export const standingOf = (found: FoundStanding): Omit<Standing, 'isFresh'> => ({
  mustChangePassword: found.must_change_password,
  hasSecondFactor: found.second_factor,
  mustAddSecondFactor: found.needs_second_factor && !found.second_factor,
});
