/** TXT records that say how mail is handled: a version in front, then tags. */
import type { Look } from '../look.js';

/** The TXT records of a name, each name asked about once in a scan. @throws Unseen */
export const textsOf = (look: Look, name: string): Promise<string[]> =>
  look.once(`texts of ${name}`, () => look.wire.dns.txt(name));

/** Those that begin with a version, such as `DMARC1`, up to the first semicolon. @throws Unseen */
export async function versionedTexts(look: Look, name: string, version: string): Promise<string[]> {
  const texts = await textsOf(look, name);
  return texts.filter((text) => new RegExp(`^v\\s*=\\s*${version}\\s*(;|$)`).test(text));
}

/** The tags of a record such as `v=DMARC1; p=none`, names in lower case; the first one of a name counts. */
export function tagsOf(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name, value = ''] = /^\s*([a-z][a-z0-9_]*)\s*=\s*(.*?)\s*$/is.exec(part) ?? [];
    if (name !== undefined && !tags.has(name.toLowerCase())) tags.set(name.toLowerCase(), value);
  }
  return tags;
}

/** The addresses in a tag of reports: `mailto:a@acme.example!10m,https://…` */
export const reportAddresses = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((address) => address.trim().replace(/!\d+[kmgt]?$/i, ''))
    .filter((address) => address !== '');

/** The domain of a `mailto:` address; null for anything else. */
export function mailDomain(address: string): string | null {
  return /^mailto:[^@\s]+@([a-z0-9.-]+\.[a-z0-9-]+)$/i.exec(address)?.[1]?.toLowerCase() ?? null;
}

/** An address of reports as people read it. */
export const withoutScheme = (address: string): string => address.replace(/^mailto:/i, '');
