import type { JsonSchema } from '../http/json-schema.js';
import { field } from '../http/validate.js';

const MAX_CODE = 64;

/** As people type it: what does not look like a code is a wrong one, not a malformed request. */
export const codeField = field(
  { type: 'string', minLength: 1, maxLength: MAX_CODE },
  (value) => typeof value === 'string' && value !== '' && value.length <= MAX_CODE,
  'Enter the code.',
);

const STEP = /^[0-9a-f]{32}$/;

/** What a step looks like, in a body and in an answer. */
export const STEP_SHAPE: JsonSchema = { type: 'string', pattern: STEP.source };

/** What a sign-in in two steps, or a passkey, began with. */
export const stepField = field(
  STEP_SHAPE,
  (value) => typeof value === 'string' && STEP.test(value),
  'step must be what the first step answered.',
);

export const confirmSchema = { code: codeField };
