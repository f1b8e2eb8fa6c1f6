/** An internet on loopback: a name server, web servers and a mail server, all of which a test may change. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAuthority, type Authority } from './certificates.js';
import { startDns, type Zone } from './dns.js';
import { startMail, type Mail } from './mail.js';
import { setUpBadSite, setUpGoodSite } from './domains.js';
import { startWeb, type SiteOptions, type Web } from './web.js';

export type { SiteOptions } from './web.js';

/** Nobody listens here: connections are refused at once. */
const NOBODY = '127.0.0.99';

export interface Internet {
  /** Variables for startTestApp, or a process of its own. */
  env: Record<string, string>;
  zone: Zone;
  web: Web;
  mail: Mail;
  authority: Authority;
  /** Sets up a web site and its address, or changes the given options of one that is there. */
  site(host: string, options?: SiteOptions): void;
  /** From now on all connections to the host are refused; `site` takes that back. */
  refuse(host: string): void;
  /** Everything that a domain needs to pass nearly all checks; over a bad one it mends that. */
  goodSite(host: string): void;
  /** A domain that fails nearly all checks. */
  badSite(host: string): void;
  stop(): Promise<void>;
}

/** Starts it on free ports. Every name that is not set does not exist. */
export async function startInternet(): Promise<Internet> {
  const authority = await createAuthority();
  const [zone, web, mail, folder] = await Promise.all([
    startDns(),
    startWeb(authority),
    authority.pair('good', 'mail.test').then((pair) => startMail('mail.test', pair)),
    mkdtemp(path.join(tmpdir(), 'clearview-internet-')),
  ]);
  const caFile = path.join(folder, 'root.pem');
  await writeFile(caFile, authority.pem);
  const site = (host: string, options: SiteOptions = {}) => {
    web.site(host, options);
    zone.set(host, 'A', '127.0.0.1');
  };
  const parts = { zone, web, site };
  return {
    env: {
      SCAN_ALLOW_PRIVATE: 'true',
      SCAN_RESOLVER: zone.resolver,
      SCAN_PORTS: `25=${mail.port},80=${web.ports.http},443=${web.ports.https}`,
      SCAN_CA_FILE: caFile,
    },
    ...parts,
    mail,
    authority,
    refuse: (host) => zone.set(host, 'A', NOBODY),
    goodSite: (host) => setUpGoodSite(parts, host),
    badSite: (host) => setUpBadSite(parts, host),
    async stop() {
      await Promise.all([zone.stop(), web.stop(), mail.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
