import { optional, optionalFlag, wholeField } from '../http/validate.js';

/** Ten years: whoever wants a token for ever has to say so again now and then. */
export const MAX_TOKEN_DAYS = 3650;

export const settingsPatchSchema = {
  require_second_factor_admin: optionalFlag('require_second_factor_admin'),
  require_second_factor_user: optionalFlag('require_second_factor_user'),
  reauthenticate_admins: optionalFlag('reauthenticate_admins'),
  max_token_days: optional(wholeField('max_token_days', 1, MAX_TOKEN_DAYS)),
};
