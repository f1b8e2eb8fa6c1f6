/** Content Security Policies as browsers read them (W3C, CSP Level 3). */
import type { Hop } from '../../core/wire.js';
import { valuesOf } from './web.js';

/** Directives and their sources, all in lower case. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** A header may hold several policies, divided by commas; of a directive that comes twice the first one counts. */
export function parsePolicies(headers: readonly string[]): Policy[] {
  const texts = headers.flatMap((header) => header.split(',')).filter((text) => text.trim() !== '');
  return texts.map((text) => {
    const policy = new Map<string, string[]>();
    for (const directive of text.split(';')) {
      const [name, ...sources] = directive.trim().toLowerCase().split(/\s+/);
      if (name !== undefined && name !== '' && !policy.has(name)) policy.set(name, sources);
    }
    return policy;
  });
}

/** The policies that are in force by a page's headers. */
export const policiesOf = (page: Hop): Policy[] => parsePolicies(valuesOf(page, 'content-security-policy'));

const NONCE_OR_HASH = /^'(nonce|sha256|sha384|sha512)-/;
const ANYWHERE = /^(\*|https?:|wss?:|data:|blob:|filesystem:|(https?:\/\/)?\*(:\*|:\d+)?)$/;

/** What lets strangers' scripts run in spite of a policy, in words; [] for one that keeps them out. */
export function scriptHoles(policy: Policy): string[] {
  const sources = policy.get('script-src') ?? policy.get('default-src');
  if (sources === undefined) return ['it does not say where scripts may come from'];
  const isStrict = sources.includes("'strict-dynamic'");
  const holes: string[] = [];
  // Browsers overlook 'unsafe-inline' beside a nonce or hash, and hosts beside 'strict-dynamic'.
  const hasProof = isStrict || sources.some((source) => NONCE_OR_HASH.test(source));
  if (sources.includes("'unsafe-inline'") && !hasProof)
    holes.push("it allows scripts in the page ('unsafe-inline')");
  if (sources.includes("'unsafe-eval'")) holes.push("it allows text to be run as a script ('unsafe-eval')");
  const anywhere = isStrict ? undefined : sources.find((source) => ANYWHERE.test(source));
  if (anywhere !== undefined) holes.push(`it allows scripts from anywhere (${anywhere})`);
  return holes;
}
