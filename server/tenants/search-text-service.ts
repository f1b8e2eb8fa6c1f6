/** What a search in names and domains looks for. */
import { domainToASCII } from 'node:url';
import type { SearchText } from './tenants-store.js';
import { foldName } from './tenants-schema.js';

/**
 * The text as names are folded; and as domains are stored, also with the A-labels of what was typed in Unicode.
 * @param text as it was typed
 */
export function searchText(text: string): SearchText {
  const name = foldName(text);
  return { name, domains: [...new Set([name, asStored(name)])] };
}

/** A domain, or a part of one, as A-labels; what is none stays as it is. */
export function asStored(text: string): string {
  // Only where it is needed: a plain number would come back as an address.
  const isUnicode = /[\u0080-\uffff]/.test(text);
  return (isUnicode && domainToASCII(text)) || text;
}
