/** Reads an SPF record (RFC 7208, sections 4.6 and 5) without asking anybody. */
import { isIP } from 'node:net';

export type Qualifier = '+' | '-' | '~' | '?';

export interface SpfTerm {
  mechanism: string;
  /** What it is about; null for the domain itself. It may hold macros, such as `%{i}`. */
  domain: string | null;
  /** As it is written. */
  text: string;
}

export interface SpfRecord {
  /** Up to `all`, which nothing gets past. */
  terms: SpfTerm[];
  /** What becomes of everybody who did not match; null when the record does not say. */
  all: Qualifier | null;
  redirect: string | null;
  /** A sentence for each error of the syntax: receivers then take the record for none at all. */
  problems: string[];
}

const MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'];
const NEED_DOMAIN = ['include', 'exists'];

/** Whether a TXT record is one of SPF (RFC 7208, 4.5). */
export const isSpf = (text: string): boolean => /^v=spf1( |$)/i.test(text);

/** Macros are filled in for each mail, so what they lead to cannot be looked at beforehand. */
export const hasMacro = (domain: string): boolean => domain.includes('%');

function isNetwork(value: string, family: 4 | 6): boolean {
  const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  return isIP(address) === family && Number(bits) <= (family === 4 ? 32 : 128);
}

function isArgumentRight(mechanism: string, argument: string | null): boolean {
  if (mechanism === 'all') return argument === null;
  if (mechanism === 'ip4') return isNetwork(argument ?? '', 4);
  if (mechanism === 'ip6') return isNetwork(argument ?? '', 6);
  if (NEED_DOMAIN.includes(mechanism)) return (argument ?? '') !== '';
  return argument !== '';
}

/** `a:acme.example/24//64`: the prefixes are no part of the name. */
function domainOf(mechanism: string, argument: string | null): string | null {
  if (mechanism === 'ip4' || mechanism === 'ip6') return null;
  const domain = (argument ?? '').replace(/(\/\d{1,2})?(\/\/\d{1,3})?$/, '').replace(/\.$/, '');
  return domain === '' ? null : domain.toLowerCase();
}

function readModifier(record: SpfRecord, name: string, value: string, text: string): void {
  if (name !== 'redirect') return;
  if (record.redirect !== null || value === '') record.problems.push(`"${text}" cannot stand there.`);
  else record.redirect = value.toLowerCase().replace(/\.$/, '');
}

function readTerm(record: SpfRecord, text: string): void {
  const [, modifier, value = ''] = /^([a-z][\w.-]*)=(.*)$/i.exec(text) ?? [];
  if (modifier !== undefined) return readModifier(record, modifier.toLowerCase(), value, text);
  if (record.all !== null) return;
  const [, qualifier = '+', name = '', rest = ''] = /^([+?~-])?([a-z][a-z0-9]*)([:/].*)?$/i.exec(text) ?? [];
  const mechanism = name.toLowerCase();
  const argument = rest === '' ? null : rest.replace(/^:/, '');
  if (!MECHANISMS.includes(mechanism) || !isArgumentRight(mechanism, argument)) {
    record.problems.push(`"${text.slice(0, 100)}" is not understood.`);
  } else if (mechanism === 'all') {
    record.all = qualifier as Qualifier;
  } else {
    record.terms.push({ mechanism, domain: domainOf(mechanism, argument), text });
  }
}

/** @param text a record for which `isSpf` holds */
export function readSpf(text: string): SpfRecord {
  const record: SpfRecord = { terms: [], all: null, redirect: null, problems: [] };
  const terms = text.split(/ +/).filter((term) => term !== '');
  for (const term of terms.slice(1)) readTerm(record, term);
  // "If an all mechanism is present, redirect is ignored" (RFC 7208, 6.1).
  if (record.all !== null) record.redirect = null;
  return record;
}
