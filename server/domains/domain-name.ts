/** Domain names as people write them, brought into the one form that is stored: A-labels in lower case. */
import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { isSpecialName } from './special-names.js';

export type ReadDomain =
  | { ok: true; domain: string }
  /** A sentence that says how to mend it. */
  | { ok: false; problem: string };

const EXAMPLE = 'example.org';
/** RFC 1035, 2.3.4: octets of a name as written, and of a label. */
const MAX_NAME = 253;
const MAX_LABEL = 63;
/** Longer input is no domain, whatever it holds; it is not even converted. */
const MAX_INPUT = 1000;
/** What stands in addresses of pages and of mail, but never in a domain. */
const ADDRESS = /[/\\:@?#]/;
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

// The private part of the list is for names that others register below, as at github.io.
const SUFFIXES = { allowPrivateDomains: true, extractHostname: false } as const;

/** What the address of a page or of mail is probably about. */
function domainInside(text: string): string {
  const host = text
    .replace(/^[a-z][a-z0-9+.-]*:[/\\]+/i, '')
    .replace(/[/\\?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d*$/, '');
  const read = host === text ? null : readDomain(host, false);
  return read?.ok === true ? unicodeOf(read.domain) : EXAMPLE;
}

/** What is wrong with the text before it is converted; null when nothing is. */
function textProblem(text: string): string | null {
  if (text === '') return `Enter a domain, such as ${EXAMPLE}.`;
  if (text.length > MAX_INPUT) return `Enter one domain of at most ${MAX_NAME} characters.`;
  if (isIP(text.replace(/^\[|\]$/g, '')) !== 0) {
    return `Enter a domain, such as ${EXAMPLE}, instead of an IP address.`;
  }
  if (ADDRESS.test(text)) return `Enter the domain alone, such as ${domainInside(text)}.`;
  if (text.includes('*')) return `Enter the domain without the wildcard, such as ${EXAMPLE}.`;
  if (text.includes('_')) return 'Leave out the underscore: the name of a domain has none.';
  // It would be decoded, into something that nobody has typed.
  if (text.includes('%')) return `Use letters, digits and hyphens only, such as ${EXAMPLE}.`;
  if (/[\s,;]/.test(text)) return `Enter one domain without spaces or commas, such as ${EXAMPLE}.`;
  return null;
}

/** Labels too long make the conversion fail as well, so it is told here which it was. */
function conversionProblem(text: string): string {
  return text.split('.').some((label) => label.length > MAX_LABEL)
    ? `Shorten the part between two dots to at most ${MAX_LABEL} characters.`
    : `Use letters, digits and hyphens only, such as ${EXAMPLE}.`;
}

/** What is wrong with the form of an A-label name; null when nothing is. */
function formProblem(domain: string): string | null {
  const labels = domain.split('.');
  if (isIP(domain) !== 0 || /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) {
    return `Enter a domain, such as ${EXAMPLE}, instead of an IP address.`;
  }
  if (labels.includes('')) return `Remove the dot that has nothing beside it, as in ${EXAMPLE}.`;
  if (domain.length > MAX_NAME) return `Shorten the domain to at most ${MAX_NAME} characters.`;
  if (labels.some((label) => label.length > MAX_LABEL)) {
    return `Shorten the part between two dots to at most ${MAX_LABEL} characters.`;
  }
  if (!labels.every((label) => LABEL.test(label))) {
    return 'Use letters, digits and hyphens only, and no hyphen beside a dot.';
  }
  if (labels.length === 1) return `Add the ending of the domain, as in ${unicodeOf(domain)}.org.`;
  return null;
}

/** What is wrong with the place of a name in the tree of all names; null when nothing is. */
function placeProblem(domain: string, allowPrivate: boolean): string | null {
  const { domain: registrable, isIcann, isPrivate } = parse(domain, SUFFIXES);
  const shown = unicodeOf(domain);
  if (!allowPrivate && isSpecialName(domain)) {
    return `Enter a public domain, such as ${EXAMPLE}: ${shown} is reserved for private use.`;
  }
  if (!allowPrivate && isIcann !== true && isPrivate !== true) {
    return `Check the ending: .${shown.split('.').at(-1)} is no public top-level domain.`;
  }
  if (registrable === null) {
    return `Enter a domain below ${shown}, such as example.${shown}: others register their names there.`;
  }
  return null;
}

/**
 * Reads a domain as somebody typed it: trimmed, without one dot at the end, in lower case, as A-labels (UTS 46).
 * @param allowPrivate whether names that the public internet does not know are taken too
 * @returns the domain, or what to change, in one sentence
 */
export function readDomain(text: string, allowPrivate: boolean): ReadDomain {
  const trimmed = text.trim();
  const problem = textProblem(trimmed);
  if (problem !== null) return { ok: false, problem };
  const domain = domainToASCII(trimmed).toLowerCase().replace(/\.$/, '');
  if (domain === '') return { ok: false, problem: conversionProblem(trimmed) };
  const wrong = formProblem(domain) ?? placeProblem(domain, allowPrivate);
  return wrong === null ? { ok: true, domain } : { ok: false, problem: wrong };
}

/** A domain (A-labels) as people read it. */
export const unicodeOf = (domain: string): string => domainToUnicode(domain) || domain;

/** The registrable domain that a name belongs to, by the public suffix list; itself when there is none. */
export const organisationOf = (domain: string): string => parse(domain, SUFFIXES).domain ?? domain;
