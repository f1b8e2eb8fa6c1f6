import { Unseen } from '../../../core/wire.js';
import { fail, pass, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { VERSIONS, versionsOf, type Offered } from '../../sights/tls.js';

const OLD = ['TLSv1', 'TLSv1.1'] as const;

const LABELS = { TLSv1: 'TLS 1.0', 'TLSv1.1': 'TLS 1.1', 'TLSv1.2': 'TLS 1.2', 'TLSv1.3': 'TLS 1.3' };

function wordOf(found: boolean | Unseen): string {
  if (found instanceof Unseen) return `not known (${found.message})`;
  return found ? 'offered' : 'not offered';
}

const evidenceOf = (offered: Offered): string[] =>
  VERSIONS.map((version) => `${LABELS[version]}: ${wordOf(offered[version])}`);

async function run(look: Look): Promise<Outcome> {
  const offered = await versionsOf(look);
  const evidence = evidenceOf(offered);
  const old = OLD.filter((version) => offered[version] === true);
  if (old.length > 0) {
    return fail(
      `${look.domain} still offers ${old.map((version) => LABELS[version]).join(' and ')}.`,
      evidence,
    );
  }
  const unseen = OLD.map((version) => offered[version]).find((found) => found instanceof Unseen);
  // That nothing old is offered could not be seen, so it is not said.
  if (unseen !== undefined) throw unseen;
  const newest = offered['TLSv1.3'] === true ? 'TLS 1.3 is offered' : 'TLS 1.3 is not offered yet';
  return pass(`Nothing below TLS 1.2 is offered; ${newest}.`, evidence);
}

export const versions: Check = {
  id: 'tls.versions',
  group: 'tls',
  title: 'Only current versions of TLS are offered',
  severity: 'high',
  looks_at: 'Whether a connection on port 443 can be made with TLS 1.0, 1.1, 1.2 and 1.3, each tried alone.',
  why: 'TLS 1.0 and 1.1 rest on broken parts (MD5, SHA-1, CBC) and were retired in 2021. Standards for payments and for public bodies forbid them.',
  mend: 'Switch off TLS 1.0 and 1.1 in the web server or in what stands before it, and switch on 1.3. For nginx: ssl_protocols TLSv1.2 TLSv1.3;',
  link: {
    title: 'RFC 8996: Deprecating TLS 1.0 and TLS 1.1',
    url: 'https://www.rfc-editor.org/rfc/rfc8996',
  },
  run,
};
