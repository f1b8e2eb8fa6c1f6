import { optional, textField } from '../http/validate.js';
import { usernameField } from '../users/users-schema.js';

/** For an instance that was configured without a setup token. */
export const openSetupSchema = { username: usernameField, password: textField('The password') };

export const setupSchema = { ...openSetupSchema, setup_token: optional(textField('The setup token')) };
