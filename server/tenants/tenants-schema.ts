/** What a tenant's fields may hold, and the form in which names are compared. */
import { domainToASCII } from 'node:url';
import type { TenantText } from '../../db/search.js';
import { isStorable } from '../core/text.js';
import { judgedField, optional, optionalChoice, textField } from '../http/validate.js';

/** Code points; and code points of its folded form, which can be longer: one ligature may stand for 18 letters. */
const MAX_NAME = 100;
const MAX_KEY = 400;
const MAX_NOTES = 5000;
const MAX_DOMAINS = 20;

/** Controls, line separators, and what turns the direction of the text around it. */
const UNFIT = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * A name as it is compared and ordered: compatibility forms made plain (Unicode NFKC), in lower case, without what
 * nobody can see, with single spaces.
 */
export function foldName(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase();
  return plain
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** A domain as it was typed, or a part of one, as A-labels; what is none stays as it is. */
export function asStored(text: string): string {
  // Only where it is needed: a plain number would come back as an address.
  const isUnicode = /[\u0080-\uffff]/.test(text);
  return (isUnicode && domainToASCII(text)) || text;
}

/** What a search looks for: in names, and in domains also the A-labels of what was typed in Unicode. */
export function searchText(text: string): TenantText {
  const name = foldName(text);
  return { name, domains: [...new Set([name, asStored(name)])] };
}

/** What is wrong with a name, in a sentence; null when nothing is. */
export function nameProblem(value: unknown): string | null {
  if (typeof value !== 'string') return 'The name must be text.';
  const length = [...value.trim()].length;
  if (length > MAX_NAME) return `The name may have at most ${MAX_NAME} characters.`;
  if (!value.isWellFormed() || UNFIT.test(value)) {
    return 'The name may not hold control characters, line breaks or changes of direction.';
  }
  const key = foldName(value);
  if (key === '') return 'Give the tenant a name.';
  return [...key].length > MAX_KEY ? 'The name is too long once it is written out.' : null;
}

function domainsProblem(value: unknown): string | null {
  const isList = Array.isArray(value) && value.every((domain) => typeof domain === 'string');
  if (!isList) return 'domains must be a list of domains such as ["example.org"].';
  if (value.length === 0) return 'Give one domain at least, such as example.org.';
  return value.length > MAX_DOMAINS ? `A tenant may have at most ${MAX_DOMAINS} domains.` : null;
}

function notesProblem(value: unknown): string | null {
  if (typeof value !== 'string') return 'The notes must be text.';
  if (!isStorable(value)) return 'The notes hold a character that cannot be stored.';
  return [...value].length > MAX_NOTES ? `The notes may have at most ${MAX_NOTES} characters.` : null;
}

const nameField = judgedField({ type: 'string', minLength: 1, maxLength: MAX_NAME }, nameProblem);
const domainsField = judgedField(
  { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: MAX_DOMAINS },
  domainsProblem,
);
const notesField = optional(judgedField({ type: 'string', maxLength: MAX_NOTES }, notesProblem));

export const newTenantSchema = { name: nameField, domains: domainsField, notes: notesField };

export const tenantPatchSchema = {
  name: optional(nameField),
  domains: optional(domainsField),
  notes: notesField,
  state: optionalChoice('The state', ['active', 'paused']),
};

/** Whoever deletes a tenant writes its name. */
export const deletionSchema = { name: textField('The name') };
