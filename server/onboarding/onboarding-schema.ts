/** What the requests of onboarding may hold. */
import { isStorable } from '../core/text.js';
import { field, optional, textField } from '../http/validate.js';

const MIN_REASON = 5;
const MAX_REASON = 500;

function isReason(value: unknown): boolean {
  if (typeof value !== 'string' || !isStorable(value)) return false;
  const length = [...value.trim()].length;
  return length >= MIN_REASON && length <= MAX_REASON;
}

const domainField = optional(textField('The domain'));

export const checkSchema = { domain: domainField };

export const waiverSchema = {
  reason: field(
    { type: 'string', minLength: MIN_REASON },
    isReason,
    `Give the reason in ${MIN_REASON} to ${MAX_REASON} characters.`,
  ),
  domain: domainField,
};
