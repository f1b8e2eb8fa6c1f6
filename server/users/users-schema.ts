import { isPlainObject } from '../core/text.js';
import {
  bodyShape,
  choiceField,
  field,
  idsField,
  optional,
  optionalChoice,
  optionalFlag,
  textField,
} from '../http/validate.js';

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/;

/** Plain ASCII that begins with a letter or digit: no two names look alike, none is markup. */
export const usernameField = field(
  { type: 'string', pattern: USERNAME.source },
  (value) => typeof value === 'string' && USERNAME.test(value),
  'Use 1 to 128 letters, digits and . _ @ + - for the username, beginning with a letter or digit.',
);

/** Whether a name has the form that a username must have. */
export const isUsername = (text: string): boolean => USERNAME.test(text);

export const ROLES = ['admin', 'user'] as const;

export const newUserSchema = {
  username: usernameField,
  password: optional(textField('The password')),
  role: optionalChoice('The role', ROLES),
  must_change_password: optionalFlag('must_change_password'),
  invite: optionalFlag('invite'),
};

export const userPatchSchema = {
  role: optionalChoice('The role', ROLES),
  is_active: optionalFlag('is_active'),
};

export const newPasswordSchema = {
  password: textField('The password'),
  must_change_password: optionalFlag('must_change_password'),
};

const isPatch = (value: unknown): boolean =>
  isPlainObject(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(
    ([field, content]) =>
      (field === 'role' && ROLES.some((role) => role === content)) ||
      (field === 'is_active' && typeof content === 'boolean'),
  );

const MAX_BULK = 1000;

export const bulkSchema = {
  ids: idsField('ids', MAX_BULK),
  action: choiceField('The action', ['update', 'delete']),
  data: optional(
    field(
      { ...bodyShape(userPatchSchema), minProperties: 1 },
      isPatch,
      `data must hold role (${ROLES.join(' or ')}), is_active (true or false) or both.`,
    ),
  ),
};
