import { textField } from '../http/validate.js';

/** A malformed link is as over as an unknown one: no 422 here. */
export const linkSchema = { token: textField('The token of the link') };

export const linkPasswordSchema = { ...linkSchema, password: textField('The password') };
