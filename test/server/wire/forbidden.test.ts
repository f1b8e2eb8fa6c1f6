/** A scan never reaches what is not public: attempts by URL, by redirect, by DNS and by rebinding. */
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { readConfig, type ScanConfig } from '../../../server/config.js';
import type { Wire } from '../../../server/core/wire.js';
import { isPublicAddress } from '../../../server/wire/public-address.js';
import { createOpenWire, type Stage } from '../../../server/wire/wire.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { watchDials, type Dials } from './dials.js';
import { unseen } from './unseen.js';

/** Loopback, private and metadata addresses in the spellings that filters are known to overlook. */
const SPELLINGS = `
  127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 127.0.0.1. 0 0.0.0.0
  ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1]
  [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [2002:7f00:1::] [fe80::1] [fd00::1]
  10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 0xa9fea9fe 168.63.129.16 100.64.0.1 198.18.0.1 224.0.0.1
`
  .split(/\s+/)
  .filter((word) => word !== '');

describe('The wire: what a scan must not reach', () => {
  let internet: Internet;
  let dials: Dials;

  before(async () => (internet = await startInternet()));
  after(() => internet.stop());
  beforeEach(() => (dials = watchDials()));
  afterEach(() => dials.stop());

  const open = (config: ScanConfig, stage?: Stage): Wire =>
    createOpenWire(config, stage)(new AbortController().signal);

  /** As in earnest: SCAN_ALLOW_PRIVATE is not set. */
  const strict = (): Wire => open(readConfig({ SCAN_RESOLVER: internet.zone.resolver }).scan);

  /** The same rules, but 127.0.0.1 (and nothing else) plays the public internet. */
  const staged = (): Wire =>
    open(
      { ...readConfig(internet.env).scan, allowPrivate: false },
      { mayReach: (address) => address === '127.0.0.1' },
    );

  describe('by its address', () => {
    for (const host of SPELLINGS) {
      it(`refuses http://${host}/ and https, without a connection`, async () => {
        for (const scheme of ['http', 'https']) {
          expect((await unseen(strict().fetch(`${scheme}://${host}/`))).reason).to.equal('forbidden');
        }
        expect(dials.addresses).to.deep.equal([]);
      });
    }

    it('refuses them for TLS, mail and addresses as well', async () => {
      for (const host of [
        '127.0.0.1',
        '2130706433',
        '[::ffff:127.0.0.1]',
        '::1',
        '0x7f.1',
        '169.254.169.254',
      ]) {
        expect((await unseen(strict().tls(host))).reason).to.equal('forbidden');
        expect((await unseen(strict().mail(host))).reason).to.equal('forbidden');
        expect((await unseen(strict().addresses(host))).reason).to.equal('forbidden');
      }
      expect(dials.addresses).to.deep.equal([]);
    });

    it('takes nothing for a host that is none', async () => {
      for (const host of [
        '',
        ' ',
        'a b',
        'a/b',
        'user@host.test',
        'host.test:22',
        'host.test#',
        '[::1',
        'x\0y',
      ]) {
        expect((await unseen(strict().tls(host))).reason, JSON.stringify(host)).to.equal('protocol');
      }
      expect(dials.addresses).to.deep.equal([]);
    });
  });

  describe('by its URL', () => {
    const URLS = [
      'http://name:word@127.0.0.1/',
      'http://name@public.test/',
      'https://:word@public.test/',
      'http://public.test:8080/',
      'http://public.test:22/',
      'https://public.test:8443/',
      'http://public.test:25/',
      'file:///etc/passwd',
      'ftp://public.test/',
      'gopher://public.test/_',
      'data:text/plain,hello',
      'javascript:1',
      'ws://public.test/',
      'dict://public.test:11211/',
    ];
    for (const url of URLS) {
      it(`refuses ${url}, as it is and as the target of a redirect`, async () => {
        internet.site('public.test', {
          answer: (_request, response) => void response.writeHead(302, { location: url }).end(),
        });
        expect((await unseen(staged().fetch(url))).reason).to.equal('forbidden');
        expect(dials.addresses).to.deep.equal([]);
        expect((await unseen(staged().fetch('http://public.test/'))).reason).to.equal('forbidden');
        expect(dials.addresses).to.deep.equal(['127.0.0.1']);
      });
    }

    it('calls what is no URL by its name', async () => {
      expect((await unseen(staged().fetch('not a url'))).reason).to.equal('protocol');
      expect((await unseen(staged().fetch(`http://public.test/${'a'.repeat(5000)}`))).reason).to.equal(
        'protocol',
      );
    });
  });

  describe('by a redirect', () => {
    for (const host of SPELLINGS) {
      it(`does not follow one to ${host}`, async () => {
        // A header holds ASCII only; URLs take their hosts in percent form too.
        const target = host.replace(/[^ -~]/g, encodeURIComponent);
        internet.site('leads.test', {
          answer: (_request, response) => void response.writeHead(302, { location: `//${target}/` }).end(),
        });
        const wire = open(
          { ...readConfig(internet.env).scan, allowPrivate: false },
          // In this play 127.0.0.1 is public for the first connection; what comes after it is judged in earnest.
          { mayReach: (address) => dials.addresses.length === 0 || isPublicAddress(address) },
        );
        expect((await unseen(wire.fetch('http://leads.test/'))).reason).to.equal('forbidden');
        expect(dials.addresses).to.deep.equal(['127.0.0.1']);
      });
    }
  });

  describe('by the DNS', () => {
    const ANSWERS: ['A' | 'AAAA', string][] = [
      ['A', '10.0.0.1'],
      ['A', '127.0.0.1'],
      ['A', '169.254.169.254'],
      ['A', '100.64.0.1'],
      ['AAAA', '::1'],
      ['AAAA', '::ffff:127.0.0.1'],
      ['AAAA', '64:ff9b::7f00:1'],
      ['AAAA', 'fd00::1'],
    ];
    for (const [type, address] of ANSWERS) {
      it(`refuses a name that leads to ${address}`, async () => {
        internet.zone.remove('inside.test');
        internet.zone.set('inside.test', type, address);
        const wire = strict();
        const sights = [wire.fetch('http://inside.test/'), wire.tls('inside.test'), wire.mail('inside.test')];
        for (const sight of sights) expect((await unseen(sight)).reason).to.equal('forbidden');
        expect((await unseen(wire.addresses('inside.test'))).message).to.match(
          /^inside\.test leads to .*, which is not on the public internet, so it is not looked at\.$/,
        );
        expect(dials.addresses).to.deep.equal([]);
      });
    }

    it('refuses an alias of such a name', async () => {
      internet.zone.set('alias.test', 'CNAME', 'target.test');
      internet.zone.set('target.test', 'A', '192.168.0.1');
      expect((await unseen(strict().fetch('http://alias.test/'))).reason).to.equal('forbidden');
    });

    it('uses the public ones only of a name that has both', async () => {
      internet.site('both.test');
      internet.zone.set('both.test', 'A', ['10.0.0.1', '127.0.0.1', '192.168.0.1']);
      expect(await staged().addresses('both.test')).to.deep.equal(['127.0.0.1']);
      expect((await staged().fetch('https://both.test/')).status).to.equal(200);
      expect(dials.addresses).to.deep.equal(['127.0.0.1']);
    });

    it('does not read the hosts file of this machine', async () => {
      const wire = open(readConfig(internet.env).scan);
      expect((await unseen(wire.fetch('http://localhost/'))).reason).to.equal('unreachable');
      expect(dials.addresses).to.deep.equal([]);
    });
  });

  describe('by rebinding', () => {
    it('dials the address that was checked: the name is asked for once', async () => {
      internet.site('rebind.test');
      internet.zone.sequence('rebind.test', 'A', ['127.0.0.1'], ['127.0.0.9']);
      const wire = staged();
      expect((await wire.fetch('https://rebind.test/')).status).to.equal(200);
      expect(internet.zone.queries('rebind.test', 'A')).to.equal(1);
      expect((await unseen(wire.fetch('https://rebind.test/'))).reason).to.equal('forbidden');
      expect(dials.addresses).to.deep.equal(['127.0.0.1']);
    });

    it('checks again before each hop', async () => {
      internet.site('again.test');
      internet.zone.sequence('again.test', 'A', ['127.0.0.1'], ['127.0.0.9']);
      // http leads to https of the same name, which by then is elsewhere.
      expect((await unseen(staged().fetch('http://again.test/'))).reason).to.equal('forbidden');
      expect(dials.addresses).to.deep.equal(['127.0.0.1']);
    });

    it('does so for TLS and mail too', async () => {
      internet.site('tls.test');
      internet.zone.sequence('tls.test', 'A', ['127.0.0.1'], ['127.0.0.9']);
      internet.zone.sequence('mail.test', 'A', ['127.0.0.1'], ['127.0.0.9']);
      expect((await staged().tls('tls.test')).address).to.equal('127.0.0.1');
      expect((await staged().mail('mail.test')).address).to.equal('127.0.0.1');
      expect((await unseen(staged().tls('tls.test'))).reason).to.equal('forbidden');
      expect((await unseen(staged().mail('mail.test'))).reason).to.equal('forbidden');
      expect(dials.addresses).to.deep.equal(['127.0.0.1', '127.0.0.1']);
    });
  });
});
