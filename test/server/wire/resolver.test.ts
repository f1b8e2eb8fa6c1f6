/** Questions to a real name server on loopback, good and bad. */
import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { readConfig } from '../../../server/config.js';
import { Unseen, type Dns } from '../../../server/core/wire.js';
import { createDns } from '../../../server/wire/resolver.js';
import { startDns, type Zone } from '../../support/internet/dns.js';

/** Short, so that silence is not waited for long; nothing here asserts how long. */
const IMPATIENT = { timeout: 300, tries: 2, deadline: 5000 };

describe('Questions to the DNS', () => {
  let zone: Zone;
  let dns: Dns;
  let scan: AbortController;

  const open = (resolver = zone.resolver, patience = IMPATIENT): Dns => {
    const config = readConfig({ SCAN_ALLOW_PRIVATE: 'true', SCAN_RESOLVER: resolver });
    return createDns(config.scan, scan.signal, patience);
  };

  async function unseen(question: Promise<unknown>): Promise<Unseen> {
    const answer = await question.catch((error: unknown) => error);
    expect(answer).to.be.instanceOf(Unseen);
    return answer as Unseen;
  }

  before(async () => {
    zone = await startDns();
  });
  beforeEach(() => {
    scan = new AbortController();
    dns = open();
  });
  after(() => zone.stop());

  it('reads every type of record', async () => {
    zone.set('acme.test', 'A', ['127.0.0.1', '192.0.2.1']);
    zone.set('acme.test', 'AAAA', ['::1', '2001:db8::ff']);
    zone.set('acme.test', 'NS', ['NS1.acme.test.', 'ns2.acme.test']);
    zone.set('acme.test', 'MX', ['20 second.acme.test', '10 Mail.acme.test']);
    zone.set('acme.test', 'CAA', ['0 issue "ca.test; account=1"', '128 iodef "mailto:a@acme.test"']);
    zone.set('www.acme.test', 'CNAME', 'acme.test');
    expect(await dns.a('acme.test')).to.have.members(['127.0.0.1', '192.0.2.1']);
    expect(await dns.aaaa('acme.test')).to.have.members(['::1', '2001:db8::ff']);
    expect(await dns.ns('acme.test')).to.have.members(['ns1.acme.test', 'ns2.acme.test']);
    expect(await dns.mx('acme.test')).to.deep.equal([
      { priority: 10, exchange: 'mail.acme.test' },
      { priority: 20, exchange: 'second.acme.test' },
    ]);
    expect(await dns.caa('acme.test')).to.have.deep.members([
      { critical: false, tag: 'issue', value: 'ca.test; account=1' },
      { critical: true, tag: 'iodef', value: 'mailto:a@acme.test' },
    ]);
    expect(await dns.cname('www.acme.test')).to.deep.equal(['acme.test']);
    expect(await dns.a('www.acme.test'), 'by its alias').to.have.members(['127.0.0.1', '192.0.2.1']);
  });

  it('reads a null MX as the root', async () => {
    zone.set('quiet.test', 'MX', '0 .');
    expect(await dns.mx('quiet.test')).to.deep.equal([{ priority: 0, exchange: '' }]);
  });

  it('puts the parts of a text together, also of one longer than 255 bytes', async () => {
    zone.set('texts.test', 'TXT', [['v=spf1 ', 'mx ', '-all'], 'x'.repeat(700)]);
    expect(await dns.txt('texts.test')).to.have.members(['v=spf1 mx -all', 'x'.repeat(700)]);
  });

  it('answers nothing for a name that does not exist, and for one without such a record', async () => {
    zone.set('only.a.test', 'A', '192.0.2.1');
    for (const name of ['missing.test', 'only.a.test', 'a.test']) {
      expect(await dns.txt(name), name).to.deep.equal([]);
      expect(await dns.mx(name), name).to.deep.equal([]);
    }
  });

  it('asks again over TCP when an answer is cut', async () => {
    const texts = Array.from({ length: 30 }, (_none, index) => `${index} ${'y'.repeat(200)}`);
    zone.set('big.test', 'TXT', texts);
    const before = zone.tcpQueries();
    expect(await dns.txt('big.test')).to.have.members(texts);
    expect(zone.tcpQueries()).to.equal(before + 1);
  });

  it('sees each answer anew: nothing is kept', async () => {
    zone.sequence('turn.test', 'A', ['192.0.2.1'], ['127.0.0.1']);
    expect(await dns.a('turn.test')).to.deep.equal(['192.0.2.1']);
    expect(await dns.a('turn.test')).to.deep.equal(['127.0.0.1']);
    expect(await dns.a('turn.test')).to.deep.equal(['127.0.0.1']);
    expect(zone.queries('turn.test', 'A')).to.equal(3);
  });

  it('could not see what name servers fail at', async () => {
    zone.servfail('broken.test');
    const { reason, message } = await unseen(dns.caa('broken.test'));
    expect(reason).to.equal('resolver');
    expect(message).to.equal('The name servers failed (SERVFAIL) at the CAA records of broken.test.');
  });

  it('could not see what name servers answer with nonsense, which says nothing of the host', async () => {
    const babbler = createSocket('udp4', (asked, from) => {
      // The same question back, as an answer that names a record and holds none.
      const said = Buffer.from(asked);
      said.set([0x81, 0x80], 2);
      said.set([0, 1], 6);
      babbler.send(said, from.port, from.address);
    });
    await new Promise<void>((resolve) => babbler.bind(0, '127.0.0.1', resolve));
    const { reason } = await unseen(open(`127.0.0.1:${babbler.address().port}`).a('babble.test'));
    babbler.close();
    expect(reason).to.equal('resolver');
  });

  it('could not see what nobody answers for, and tried twice', async () => {
    zone.silence('mute.test');
    const { reason, message } = await unseen(dns.a('mute.test'));
    expect(reason).to.equal('timeout');
    expect(message).to.equal('No name server answered in time for the A records of mute.test.');
    expect(zone.queries('mute.test')).to.equal(2);
  });

  it('gives up at its deadline, however long the tries would take', async () => {
    zone.silence('slow.test');
    const patient = open(zone.resolver, { timeout: 60_000, tries: 4, deadline: 200 });
    expect((await unseen(patient.a('slow.test'))).reason).to.equal('timeout');
    scan.abort();
  });

  it('could not see anything when nobody listens', async () => {
    const gone = await startDns();
    await gone.stop();
    expect((await unseen(open(gone.resolver).a('acme.test'))).reason).to.be.oneOf(['refused', 'timeout']);
  });

  it('ends what is under way with the scan, and asks nothing after it', async () => {
    zone.silence('waiting.test');
    const waiting = unseen(
      open(zone.resolver, { ...IMPATIENT, timeout: 60_000, deadline: 60_000 }).a('waiting.test'),
    );
    while (zone.queries('waiting.test') === 0) await new Promise((resolve) => setImmediate(resolve));
    scan.abort();
    expect((await waiting).reason).to.equal('cancelled');
    const asked = zone.queries();
    expect((await unseen(dns.a('acme.test'))).reason).to.equal('cancelled');
    expect(zone.queries()).to.equal(asked);
  });

  it('refuses more records than it can be made to hold', async () => {
    const count = (records: number): string[] =>
      Array.from({ length: records }, (_none, n) => `10.0.${n >> 8}.${n & 255}`);
    zone.set('many.test', 'A', count(201));
    zone.set('enough.test', 'A', count(200));
    expect(await dns.a('enough.test')).to.have.length(200);
    const { reason, message } = await unseen(dns.a('many.test'));
    expect(reason).to.equal('too_large');
    expect(message).to.equal('many.test has more than 200 A records.');
  });

  it('refuses more text than it can be made to hold', async () => {
    zone.set(
      'long.test',
      'TXT',
      Array.from({ length: 9 }, (_none, n) => `${n}${'z'.repeat(4000)}`),
    );
    const patient = open(zone.resolver, { timeout: 10_000, tries: 1, deadline: 10_000 });
    expect((await unseen(patient.txt('long.test'))).reason).to.equal('too_large');
  });

  it('asks for no name that the DNS could not hold', async () => {
    const asked = zone.queries();
    const names = [
      '',
      '.',
      'a..test',
      'a b.test',
      'a\0.test',
      `${'a'.repeat(64)}.test`,
      `${'a.'.repeat(130)}test`,
      'a/b.test',
    ];
    for (const name of names) {
      expect((await unseen(dns.a(name))).reason, name).to.equal('protocol');
    }
    expect(zone.queries()).to.equal(asked);
    expect(await dns.txt('_dmarc.acme.test'), 'an underscore is fine').to.deep.equal([]);
  });
});
