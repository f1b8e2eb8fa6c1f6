/** What following an SPF record costs (RFC 7208, 4.6.4). */
import { expect } from 'chai';
import { Look } from '../../../../server/scans/look.js';
import { spf } from '../../../../server/scans/checks/mail/spf.js';
import { spfOf, type SpfSight } from '../../../../server/scans/sights/mail-spf.js';
import { startLab, type Lab } from '../lab.js';

describe('The look-ups of SPF', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
    for (let n = 0; n < 40; n += 1) {
      lab.zone.set(`s${n}.test`, 'TXT', `v=spf1 ip4:192.0.2.${n} -all`);
      lab.zone.set(`h${n}.test`, 'A', '192.0.2.1');
    }
  });
  after(() => lab.stop());

  const includes = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_none, n) => `include:s${from + n}.test`).join(' ');

  const follow = (record: string): Promise<SpfSight> => {
    lab.zone.set('acme.test', 'TXT', record);
    lab.zone.set('acme.test', 'A', '192.0.2.1');
    return spfOf(new Look('acme.test', 'acme.test', lab.open()));
  };

  const judge = async (record: string): Promise<[string, string]> => {
    lab.zone.set('acme.test', 'TXT', record);
    const { status, summary } = await lab.look(spf, 'acme.test');
    return [status, summary];
  };

  it('are those of include, a, mx, ptr, exists and redirect', async () => {
    lab.zone.set('acme.test', 'MX', '10 h1.test');
    expect((await follow('v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all')).lookups).to.equal(0);
    expect((await follow('v=spf1 a mx ptr exists:h1.test include:s1.test -all')).lookups).to.equal(5);
    expect((await follow('v=spf1 a:h1.test redirect=s1.test')).lookups).to.equal(2);
  });

  it('count those of included records, however deep', async () => {
    lab.zone.set('deep1.test', 'TXT', 'v=spf1 include:deep2.test a:h1.test -all');
    lab.zone.set('deep2.test', 'TXT', 'v=spf1 include:s1.test a:h2.test redirect=deep3.test');
    lab.zone.set('deep3.test', 'TXT', 'v=spf1 exists:h3.test ~all');
    const { lookups, trail } = await follow('v=spf1 include:deep1.test -all');
    expect(lookups).to.equal(7);
    expect(trail).to.include('deep3.test TXT "v=spf1 exists:h3.test ~all"');
  });

  it('count a record that is included twice twice, but ask for it once', async () => {
    const before = lab.zone.queries('s5.test', 'TXT');
    expect((await follow('v=spf1 include:s5.test include:s5.test -all')).lookups).to.equal(2);
    expect(lab.zone.queries('s5.test', 'TXT')).to.equal(before + 1);
  });

  it('do not count what stands after "all"', async () => {
    expect((await follow('v=spf1 -all include:s1.test a mx')).lookups).to.equal(0);
  });

  it('may be ten', async () => {
    expect(await judge(`v=spf1 ${includes(0, 10)} -all`)).to.deep.equal([
      'pass',
      'The SPF record ends in -all and needs 10 of 10 look-ups.',
    ]);
  });

  it('may not be eleven', async () => {
    expect(await judge(`v=spf1 ${includes(0, 11)} -all`)).to.deep.equal([
      'fail',
      'The SPF record needs 11 look-ups; receivers give up after 10.',
    ]);
  });

  it('are not made without end', async () => {
    const before = lab.zone.queries();
    expect(await judge(`v=spf1 ${includes(0, 40)} -all`)).to.deep.equal([
      'fail',
      'The SPF record needs more than 30 look-ups; receivers give up after 10.',
    ]);
    expect(lab.zone.queries() - before).to.be.lessThan(35);
  });

  it('end at a circle, of one or of several', async () => {
    lab.zone.set('ring1.test', 'TXT', 'v=spf1 include:ring2.test -all');
    lab.zone.set('ring2.test', 'TXT', 'v=spf1 include:ring1.test -all');
    for (const [record, where] of [
      ['v=spf1 include:acme.test -all', 'include:acme.test'],
      ['v=spf1 redirect=acme.test', 'redirect=acme.test'],
      ['v=spf1 include:ring1.test -all', 'include:ring1.test'],
    ] as const) {
      expect(await judge(record)).to.deep.equal([
        'fail',
        `The SPF record is broken: ${where} leads round in a circle.`,
      ]);
    }
  });

  it('end when a record branches again and again', async () => {
    for (let n = 0; n < 12; n += 1) {
      const next = `include:tree${n + 1}.test`;
      lab.zone.set(`tree${n}.test`, 'TXT', `v=spf1 ${next} ${next} ${next} -all`);
    }
    lab.zone.set('tree12.test', 'TXT', 'v=spf1 -all');
    expect((await judge('v=spf1 include:tree0.test -all'))[1]).to.contain('more than 30 look-ups');
  });

  it('that depend on the sender are counted, and not made', async () => {
    const { lookups, voids, unseen } = await follow(
      'v=spf1 exists:%{i}._spf.acme.test include:%{d2}.s1.test a:%{o}.test -all',
    );
    expect({ lookups, voids, unseen }).to.deep.equal({ lookups: 3, voids: 0, unseen: null });
  });

  it('may find nothing twice, not three times', async () => {
    expect((await judge('v=spf1 a:no1.test mx:no2.test -all'))[0]).to.equal('pass');
    expect(await judge('v=spf1 a:no1.test mx:no2.test exists:no3.test -all')).to.deep.equal([
      'warn',
      '3 look-ups of the SPF record find nothing; receivers may give up after two.',
    ]);
  });

  it('are told with the evidence', async () => {
    lab.zone.set('acme.test', 'TXT', 'v=spf1 include:s1.test a:no1.test -all');
    expect((await lab.look(spf, 'acme.test')).evidence).to.deep.equal([
      'acme.test TXT "v=spf1 include:s1.test a:no1.test -all"',
      's1.test TXT "v=spf1 ip4:192.0.2.1 -all"',
      'Look-ups: 2 of 10; 1 found nothing',
    ]);
  });
});
