/** The key of second factors: there, private, and the one that sealed them. */
import { stat } from 'node:fs/promises';
import type { Config } from '../../../server/config.js';
import { keyFile } from '../../../server/sealing/key-file.js';
import { currentKeyId } from '../../../server/sealing/sealing-service.js';
import { note, ok, warn, wrong, type Finding } from './finding.js';

const CHECK = 'secret_key';

/** @param sealed which keys sealed the second factors of how many users */
export async function checkKey(
  config: Config,
  sealed: { key_id: string; users: number }[],
): Promise<Finding> {
  const file = keyFile(config.dataDir);
  const users = sealed.reduce((sum, one) => sum + one.users, 0);
  if (config.secretKey === undefined) {
    const found = await stat(file).catch(() => null);
    if (found === null) {
      if (users === 0) return note(CHECK, `There is none yet; the first second factor makes ${file}.`);
      return wrong(CHECK, `${file} is gone, and ${users} second factors need it.`, PUT_BACK);
    }
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
      return wrong(CHECK, `Others on this machine can read ${file}.`, `chmod 600 ${file}`);
    }
  }
  const current = currentKeyId(config);
  const lost = sealed.filter(({ key_id }) => key_id !== current).reduce((sum, one) => sum + one.users, 0);
  if (lost > 0) return wrong(CHECK, `${lost} second factors were sealed with another key.`, PUT_BACK);
  const place = config.secretKey === undefined ? file : 'SECRET_KEY';
  if (users === 0) return ok(CHECK, `In ${place}; no second factor needs it yet.`);
  const summary = `In ${place}; it opens all ${users} second factors.`;
  return config.secretKey === undefined && config.databaseUrl !== undefined
    ? warn(CHECK, summary, `Other processes need the same key: set SECRET_KEY, or share ${file}.`)
    : ok(CHECK, summary);
}

const PUT_BACK =
  'Put the key back (SECRET_KEY, or secret.key beside the data). Until then recovery codes and passkeys work; `npx clearview user reset-second-factor` helps single people.';
