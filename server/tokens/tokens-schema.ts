/** What a new token's fields may hold. */
import { SCOPES } from '../core/context.js';
import { canonicalNetwork } from '../core/networks.js';
import { cleanText } from '../core/text.js';
import { field, judgedField, optional, textField, wholeField } from '../http/validate.js';
import { MAX_TOKEN_DAYS } from '../settings/settings-schema.js';

/** Code points. */
const MAX_NAME = 100;
const MAX_NETWORKS = 20;

function nameProblem(value: unknown): string | null {
  if (typeof value !== 'string') return 'The name must be text.';
  const name = value.trim();
  if (name === '') return 'Give the token a name that says what it is for.';
  if ([...name].length > MAX_NAME) return `The name may have at most ${MAX_NAME} characters.`;
  if (cleanText(name, name.length) === name) return null;
  return 'The name may not hold control characters, line breaks or changes of direction.';
}

const isScopes = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length >= 1 &&
  value.every((scope) => SCOPES.some((known) => known === scope)) &&
  new Set(value).size === value.length;

function networksProblem(value: unknown): string | null {
  if (!Array.isArray(value)) return 'networks must be a list such as ["192.0.2.0/24"].';
  if (value.length > MAX_NETWORKS) return `A token may have at most ${MAX_NETWORKS} networks.`;
  const wrong: unknown = value.find((one) => typeof one !== 'string' || canonicalNetwork(one) === null);
  if (wrong === undefined) return null;
  const shown = typeof wrong === 'string' ? cleanText(wrong, 50) : JSON.stringify(wrong).slice(0, 50);
  return `networks must hold addresses or networks such as 192.0.2.7 or 2001:db8::/32, not "${shown}".`;
}

export const newTokenSchema = {
  name: judgedField({ type: 'string', minLength: 1, maxLength: MAX_NAME }, nameProblem),
  scopes: field(
    { type: 'array', items: { type: 'string', enum: [...SCOPES] }, minItems: 1, uniqueItems: true },
    isScopes,
    `scopes must be a list of one or more of ${SCOPES.join(', ')}, none twice.`,
  ),
  // What the settings allow at most; what they allow now is asked when the token is made.
  expires_in_days: optional(wholeField('expires_in_days', 1, MAX_TOKEN_DAYS)),
  networks: optional(
    judgedField({ type: 'array', items: { type: 'string' }, maxItems: MAX_NETWORKS }, networksProblem),
  ),
};

export const leakSchema = { token: textField('The token') };
