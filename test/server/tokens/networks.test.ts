import { expect } from 'chai';
import { canonicalNetwork, isInNetworks } from '../../../server/core/networks.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, type Person } from '../../support/people.js';
import { makeToken, script } from '../../support/tokens.js';

describe('The networks of a token', () => {
  const CANONICAL: [typed: string, kept: string | null][] = [
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7/32', '192.0.2.7'],
    ['192.0.2.7/24', '192.0.2.0/24'],
    ['10.255.255.255/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['2001:db8:ffff::1/33', '2001:db8:8000::/33'],
    ['::/0', '::/0'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['::ffff:192.0.2.7/120', '192.0.2.0/24'],
    ['::ffff:192.0.2.7/96', '0.0.0.0/0'],
    // IPv4 and something else.
    ['::ffff:192.0.2.7/95', null],
    ['192.0.2.7/33', null],
    ['192.0.2.7/-1', null],
    ['192.0.2.7/08', null],
    ['192.0.2.7/', null],
    ['192.0.2.7/24/8', null],
    ['192.0.2.0/255.255.255.0', null],
    ['2001:db8::/129', null],
    ['fe80::1%eth0', null],
    ['fe80::1%eth0/64', null],
    ['192.0.2', null],
    ['1', null],
    ['0x7f.1', null],
    ['192.0.2.010', null],
    ['example.org', null],
    ['192.0.2.7 ', null],
    ['*', null],
    ['', null],
  ];

  for (const [typed, kept] of CANONICAL) {
    it(`${JSON.stringify(typed)} is ${kept === null ? 'none' : `kept as ${kept}`}`, () => {
      expect(canonicalNetwork(typed)).to.equal(kept);
      if (kept !== null) expect(canonicalNetwork(kept)).to.equal(kept);
    });
  }

  it('hold an address in every spelling, and no other', () => {
    expect(isInNetworks('192.0.2.200', ['192.0.2.0/24'])).to.equal(true);
    expect(isInNetworks('::ffff:192.0.2.200', ['192.0.2.0/24'])).to.equal(true);
    expect(isInNetworks('192.0.3.1', ['192.0.2.0/24'])).to.equal(false);
    expect(isInNetworks('192.0.3.1', ['192.0.2.0/24', '192.0.3.1'])).to.equal(true);
    expect(isInNetworks('2001:db8::5', ['2001:db8::/32'])).to.equal(true);
    expect(isInNetworks('2001:db9::5', ['2001:db8::/32'])).to.equal(false);
    expect(isInNetworks('192.0.2.1', ['::/0'])).to.equal(false);
    expect(isInNetworks('2001:db8::5', ['0.0.0.0/0'])).to.equal(false);
    expect(isInNetworks('unknown', ['0.0.0.0/0', '::/0'])).to.equal(false);
    expect(isInNetworks('192.0.2.1', [])).to.equal(false);
  });

  describe('on a server behind a proxy', () => {
    let app: TestApp;
    let admin: Person;

    before(async () => {
      app = await startTestApp({ TRUST_PROXY: '127.0.0.1' });
      admin = await setUp(app);
    });
    after(() => app.stop());

    const ask = (token: string, from: string) =>
      script(app, token).get('/api/tenants').set('X-Forwarded-For', from);

    it('are kept in one spelling, each once', async () => {
      const made = await makeToken(admin, {
        networks: ['192.0.2.9/24', '::ffff:192.0.2.1/120', '2001:DB8::/32', '198.51.100.7/32'],
      });
      expect(made.networks).to.deep.equal(['192.0.2.0/24', '2001:db8::/32', '198.51.100.7']);
    });

    it('let in who comes from there, over IPv4, IPv6 and IPv4 in IPv6', async () => {
      const { token } = await makeToken(admin, { networks: ['192.0.2.0/24', '2001:db8::/32'] });
      for (const from of ['192.0.2.1', '::ffff:192.0.2.255', '2001:db8:5::1', '2001:0DB8:0:0:0:0:0:1']) {
        expect((await ask(token, from)).status, from).to.equal(200);
      }
    });

    it('shut out everybody else: 403, no use of the token, but one note in the log', async () => {
      const made = await makeToken(admin, { networks: ['192.0.2.0/24'] });
      for (const from of ['192.0.3.1', '198.51.100.1', '2001:db8::1', '::ffff:192.0.3.1', '198.51.100.1']) {
        expectError(await ask(made.token, from), 403, 'network_not_allowed');
      }
      const row = await app.db('api_tokens').where({ id: made.id }).first();
      expect(row?.last_used_at).to.equal(null);
      const notes = await app.db('auth_audit').where({ event: 'access_denied' }).orderBy('id');
      expect(notes.map(({ ip }) => ip)).to.deep.equal(['192.0.3.1', '198.51.100.1', '2001:db8::1']);
      expect(notes[0]).to.deep.include({
        username: 'root',
        detail: { reason: 'network', token: made.id, by_token: 'a script' },
      });
    });

    it('say nothing of a token that is none', async () => {
      const made = await makeToken(admin, { networks: ['192.0.2.0/24'] });
      await admin.delete(`/api/tokens/${made.id}`).expect(200);
      expectError(await ask(made.token, '198.51.100.1'), 401, 'unauthenticated');
    });

    it('are asked about the address that a trusted proxy tells, not one that a client invents', async () => {
      const { token } = await makeToken(admin, { networks: ['192.0.2.0/24'] });
      expectError(await ask(token, '192.0.2.1, 198.51.100.1'), 403, 'network_not_allowed');
    });
  });
});
