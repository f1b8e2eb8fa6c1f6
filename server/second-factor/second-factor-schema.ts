import { field } from '../http/validate.js';

const MAX_CODE = 64;

/** As people type it: what does not look like a code is a wrong one, not a malformed request. */
export const codeField = field(
  { type: 'string', minLength: 1, maxLength: MAX_CODE },
  (value) => typeof value === 'string' && value !== '' && value.length <= MAX_CODE,
  'Enter the code.',
);

/** What a sign-in in two steps, or a passkey, began with. */
export const stepField = field(
  { type: 'string', pattern: '^[0-9a-f]{32}$' },
  (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
  'step must be what the first step answered.',
);

export const confirmSchema = { code: codeField };
