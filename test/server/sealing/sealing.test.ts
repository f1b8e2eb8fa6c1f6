import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../../../server/config.js';
import { seal, unseal } from '../../../server/sealing/sealing-service.js';

const configOf = (env: Record<string, string>) => readConfig({ LOG_LEVEL: 'silent', ...env });

describe('Sealing', () => {
  const config = configOf({ SECRET_KEY: '01'.repeat(32) });

  it('gives back what was sealed, and never looks the same', () => {
    const sealed = seal(config, 'JBSWY3DP', 'totp:1');
    expect(unseal(config, sealed, 'totp:1')).to.equal('JBSWY3DP');
    expect(seal(config, 'JBSWY3DP', 'totp:1').sealed).not.to.equal(sealed.sealed);
    expect(Buffer.from(sealed.sealed, 'base64url').toString('latin1')).not.to.include('JBSWY3DP');
  });

  it('opens for no other owner, with no other key, and nothing that was changed or cut', () => {
    const sealed = seal(config, 'JBSWY3DP', 'totp:1');
    expect(unseal(config, sealed, 'totp:2')).to.equal(null);
    const other = configOf({ SECRET_KEY: '02'.repeat(32) });
    expect(unseal(other, sealed, 'totp:1')).to.equal(null);
    expect(unseal(other, { ...sealed, keyId: seal(other, '', '').keyId }, 'totp:1')).to.equal(null);
    const bytes = Buffer.from(sealed.sealed, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(config, { ...sealed, sealed: changed.toString('base64url') }, 'totp:1')).to.equal(null);
      const cut = bytes.subarray(0, at).toString('base64url');
      expect(unseal(config, { ...sealed, sealed: cut }, 'totp:1')).to.equal(null);
    }
  });

  describe('without a configured key', () => {
    let dir: string;
    const fresh = () => configOf({ DATA_DIR: dir });
    const file = () => path.join(dir, 'secret.key');

    beforeEach(() => (dir = mkdtempSync(path.join(os.tmpdir(), 'clearview-key-'))));
    afterEach(() => rmSync(dir, { recursive: true, force: true }));

    it('makes one that only its owner may read, and goes on with it after a restart', () => {
      const sealed = seal(fresh(), 'JBSWY3DP', 'totp:1');
      expect(statSync(file()).mode & 0o777).to.equal(0o600);
      expect(readFileSync(file(), 'utf8')).to.match(/^[0-9a-f]{64}\n$/);
      expect(readdirSync(dir)).to.deep.equal(['secret.key']);
      expect(unseal(fresh(), sealed, 'totp:1')).to.equal('JBSWY3DP');
    });

    it('says so when the file holds something else, and leaves it alone', () => {
      writeFileSync(file(), 'half a key');
      expect(() => seal(fresh(), 'x', 'totp:1')).to.throw('does not hold a key');
      expect(readFileSync(file(), 'utf8')).to.equal('half a key');
    });
  });
});
