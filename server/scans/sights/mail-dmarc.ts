/** The DMARC policy that holds for the domain (RFC 7489, 6.6.3). */
import type { Look } from '../look.js';
import { tagsOf, versionedTexts } from './mail-texts.js';

export interface DmarcSight {
  /** The domain whose record it is: itself, or its organisation. */
  owner: string;
  isInherited: boolean;
  /** The records there: none, or several, are no policy. */
  records: string[];
  /** The tags of the only record. */
  tags: ReadonlyMap<string, string>;
}

async function read(look: Look): Promise<DmarcSight> {
  const { domain, organisation } = look;
  let owner = domain;
  let records = await versionedTexts(look, `_dmarc.${domain}`, 'DMARC1');
  if (records.length === 0 && organisation !== domain) {
    owner = organisation;
    records = await versionedTexts(look, `_dmarc.${organisation}`, 'DMARC1');
  }
  const tags = records.length === 1 ? tagsOf(records[0] ?? '') : new Map<string, string>();
  return { owner, isInherited: owner !== domain, records, tags };
}

/** @throws Unseen */
export const dmarcOf = (look: Look): Promise<DmarcSight> => look.once('dmarc', () => read(look));
