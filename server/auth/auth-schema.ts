import { optionalFlag, textField } from '../http/validate.js';

/** A malformed name is no 422 here: it is as wrong as an unknown one. */
export const credentialsSchema = {
  username: textField('The username'),
  password: textField('The password'),
  remember: optionalFlag('remember'),
};
