/** What an operator may say about scans. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../../../server/config.js';
import { configProblems as problems } from '../../support/config.js';

describe('The configuration of scans', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'clearview-config-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('reaches public addresses on the usual ports by default, three scans at once', () => {
    expect(readConfig({}).scan).to.deep.equal({
      allowPrivate: false,
      resolvers: [],
      ports: { 25: 25, 80: 80, 443: 443 },
      extraCa: undefined,
      concurrency: 3,
      hour: 1,
    });
  });

  it('takes name servers with and without a port', () => {
    const list = '192.0.2.53, 192.0.2.53:5353,2001:db8::53,[2001:db8::53],[2001:db8::53]:5353';
    expect(readConfig({ SCAN_RESOLVER: list }).scan.resolvers).to.have.length(5);
    for (const wrong of [
      'dns.example',
      '192.0.2.53:0',
      '192.0.2.53:65536',
      '192.0.2.53:',
      '1.2.3',
      ':53',
      '[1.2.3.4]:53',
    ]) {
      expect(problems({ SCAN_RESOLVER: wrong })[0], wrong).to.match(/^SCAN_RESOLVER must list addresses/);
    }
  });

  it('lets ports be found elsewhere in a laboratory only', () => {
    const lab = { SCAN_ALLOW_PRIVATE: 'true', SCAN_PORTS: '25=2525, 443=8443' };
    expect(readConfig(lab).scan.ports).to.deep.equal({ 25: 2525, 80: 80, 443: 8443 });
    expect(problems({ SCAN_PORTS: '25=2525' })[0]).to.match(/^SCAN_PORTS is for laboratories/);
    for (const wrong of ['22=2222', '25', '25=', '25=0', '25=65536', '25=x', '8080']) {
      expect(problems({ ...lab, SCAN_PORTS: wrong })[0], wrong).to.match(/^SCAN_PORTS must look like/);
    }
  });

  it('reads certificates that are trusted besides', () => {
    const file = path.join(folder, 'ca.pem');
    const pem = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
    writeFileSync(file, pem);
    expect(readConfig({ SCAN_CA_FILE: file }).scan.extraCa).to.equal(pem);
    writeFileSync(file, 'no certificate');
    for (const wrong of [file, folder, path.join(folder, 'absent.pem')]) {
      expect(problems({ SCAN_CA_FILE: wrong })[0], wrong).to.match(/^SCAN_CA_FILE must name a readable file/);
    }
  });

  it('takes true and false for SCAN_ALLOW_PRIVATE, and no other spelling', () => {
    for (const value of ['yes', 'TRUE', '1']) {
      expect(problems({ SCAN_ALLOW_PRIVATE: value })[0], value).to.match(
        /^SCAN_ALLOW_PRIVATE must be one of/,
      );
    }
  });
});
