/** Looks for what shows that somebody controls a domain: a TXT record, or a file on its web server. */
import { Unseen, type OpenWire, type Wire } from '../core/wire.js';
import { cleanText } from '../core/text.js';
import { organisationOf } from '../domains/domain-name.js';

const FILE = '/.well-known/clearview-verification.txt';
const PREFIX = 'clearview-verification=';

/** Milliseconds for the record and the file together, which are looked for at the same time. */
const LONGEST = 10_000;
const MAX_BYTES = 4096;
const MAX_DETAIL = 1000;

/** What a look saw; `isSeen` tells whether it could look at all. */
interface Sight {
  isFound: boolean;
  isSeen: boolean;
  detail: string;
}

/** What came of looking for both. */
export interface Looked {
  proof: 'dns' | 'file' | null;
  /** What was seen, in sentences. */
  detail: string;
}

/** What the record and the file have to hold. */
export const contentFor = (token: string): string => `${PREFIX}${token}`;

/** The name of the record. */
export const recordName = (domain: string): string => `_clearview.${domain}`;

/** The address of the file. */
export const fileUrl = (domain: string): string => `https://${domain}${FILE}`;

const found = (detail: string): Sight => ({ isFound: true, isSeen: true, detail });
const notFound = (detail: string): Sight => ({ isFound: false, isSeen: true, detail });

function unseen(error: unknown, what: string): Sight {
  if (!(error instanceof Unseen)) throw error;
  const detail =
    error.reason === 'cancelled' ? `${what} did not answer within ${LONGEST / 1000} seconds.` : error.message;
  return { isFound: false, isSeen: false, detail };
}

function judgeTexts(name: string, texts: string[], content: string): Sight {
  if (texts.some((text) => text.trim() === content)) return found(`The TXT record of ${name} was found.`);
  if (texts.length === 0) return notFound(`${name} has no TXT record.`);
  const other = texts.find((text) => text.trim().startsWith(PREFIX));
  if (other === undefined) return notFound(`${name} has a TXT record, but not the one asked for.`);
  return notFound(`${name} holds "${cleanText(other.trim(), 80)}", which is not the value asked for.`);
}

async function seeRecord(wire: Wire, domain: string, content: string): Promise<Sight> {
  const name = recordName(domain);
  try {
    return judgeTexts(name, await wire.dns.txt(name), content);
  } catch (error) {
    return unseen(error, name);
  }
}

/** The file at one address. Redirects are followed within the organisation: what others host proves nothing. */
async function seeFileAt(wire: Wire, url: string, domain: string, content: string): Promise<Sight> {
  const page = await wire.fetch(url, { maxBytes: MAX_BYTES });
  const { hostname } = new URL(page.url);
  if (organisationOf(hostname) !== organisationOf(domain)) {
    return notFound(`${url} leads to ${cleanText(hostname, 100)}, which is another organisation.`);
  }
  if (page.status !== 200) return notFound(`${url} answers ${page.status}.`);
  const [first = ''] = page.body.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  if (first.trim() === content) return found(`The file at ${url} was found.`);
  return notFound(`${url} answers, but its first line is not the one asked for.`);
}

/**
 * The file over https, whatever its certificate; over http only when https cannot be reached. That is no weaker than
 * the DNS, and what ACME asks of a domain too (RFC 8555, 8.3): who answers there controls the site.
 */
async function seeFile(wire: Wire, domain: string, content: string): Promise<Sight> {
  const url = fileUrl(domain);
  try {
    return await seeFileAt(wire, url, domain, content);
  } catch (error) {
    const secure = unseen(error, url);
    if ((error as Unseen).reason === 'cancelled' || (error as Unseen).reason === 'forbidden') return secure;
    const plain = await seeFileAt(wire, url.replace(/^https/, 'http'), domain, content).catch(
      (failure: unknown) => unseen(failure, `http://${domain}`),
    );
    return plain.isSeen ? plain : secure;
  }
}

/**
 * Looks for both proofs at once, on a deadline.
 * @param domain A-labels in lower case
 * @returns the proof, if there is one, and what was seen in sentences; what could not be reached is told there too
 * @throws whatever is our own mistake
 */
export async function lookFor(openWire: OpenWire, domain: string, token: string): Promise<Looked> {
  const wire = openWire(AbortSignal.timeout(LONGEST));
  const content = contentFor(token);
  const [record, file] = await Promise.all([
    seeRecord(wire, domain, content),
    seeFile(wire, domain, content),
  ]);
  if (record.isFound) return { proof: 'dns', detail: record.detail };
  if (file.isFound) return { proof: 'file', detail: file.detail };
  const intro = record.isSeen || file.isSeen ? '' : 'Nothing could be reached. ';
  return { proof: null, detail: cleanText(`${intro}${record.detail} ${file.detail}`, MAX_DETAIL) };
}
