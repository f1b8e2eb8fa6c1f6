/** Where mail for the domain goes. */
import type { MxRecord } from '../../core/wire.js';
import type { Look } from '../look.js';

export interface MailServers {
  /**
   * `listed`: it has mail servers; `null`: it says that it takes no mail (RFC 7505); `none`: it has no MX records,
   * so that mail is tried at its own address (RFC 5321, 5.1).
   */
  kind: 'listed' | 'null' | 'none';
  records: MxRecord[];
  /** The hosts of the records, each once, the preferred ones first; without the root of a null MX. */
  hosts: string[];
}

/** The MX records of the domain. @throws Unseen */
export function mailServersOf(look: Look): Promise<MailServers> {
  return look.once('mail servers', async () => {
    const records = await look.wire.dns.mx(look.domain);
    const hosts = [...new Set(records.map(({ exchange }) => exchange).filter((host) => host !== ''))];
    const kind = hosts.length > 0 ? 'listed' : records.length > 0 ? 'null' : 'none';
    return { kind, records, hosts };
  });
}

/** For checks of how mail is carried to the domain: why there is nothing to look at; null when there is. */
export async function noMailReason(look: Look): Promise<string | null> {
  const { kind } = await mailServersOf(look);
  if (kind === 'listed') return null;
  return kind === 'null'
    ? `${look.domain} takes no mail, and says so.`
    : `${look.domain} names no mail servers, so there is nothing to protect on the way to them.`;
}
