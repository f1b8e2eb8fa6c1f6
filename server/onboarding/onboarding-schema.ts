/** What the requests of onboarding may hold. */
import { isStorable } from '../core/text.js';

const MIN_REASON = 5;
const MAX_REASON = 500;

function isReason(value: unknown): boolean {
  if (typeof value !== 'string' || !isStorable(value)) return false;
  const length = [...value.trim()].length;
  return length >= MIN_REASON && length <= MAX_REASON;
}

const domainField = {
  optional: true,
  custom: {
    options: (value: unknown) => typeof value === 'string',
    errorMessage: 'The domain must be text.',
  },
};

export const checkSchema = { domain: domainField };

export const waiverSchema = {
  reason: {
    custom: {
      options: isReason,
      errorMessage: `Give the reason in ${MIN_REASON} to ${MAX_REASON} characters.`,
    },
  },
  domain: domainField,
};
