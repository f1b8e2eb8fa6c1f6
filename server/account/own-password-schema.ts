import { textField } from '../http/validate.js';

export const ownPasswordSchema = {
  current_password: textField('The current password'),
  new_password: textField('The new password'),
};
