import { expect } from 'chai';
import { dmarc } from '../../../../server/scans/checks/mail/dmarc.js';
import { startLab, type Lab } from '../lab.js';

describe('The check mail.dmarc', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
  });
  after(() => lab.stop());

  const judge = async (records: string[], domain = 'acme.test'): Promise<[string, string]> => {
    lab.zone.set('_dmarc.acme.test', 'TXT', ['another=text', ...records]);
    const { status, summary } = await lab.look(dmarc, domain);
    return [status, summary];
  };

  for (const record of [
    'v=DMARC1; p=reject; rua=mailto:a@acme.test',
    'v=DMARC1;p=quarantine',
    'v=DMARC1; p=REJECT; sp=quarantine; pct=100;',
    'v = DMARC1 ; p = reject ; adkim = s',
    'v=DMARC1; p=reject; pct=lots',
  ]) {
    it(`passes ${record}`, async () => {
      expect((await judge([record]))[0]).to.equal('pass');
    });
  }

  it('tells the policy, with the record', async () => {
    lab.zone.set('_dmarc.acme.test', 'TXT', 'v=DMARC1; p=reject');
    expect(await lab.look(dmarc, 'acme.test')).to.deep.equal({
      status: 'pass',
      summary: 'The DMARC policy is "reject".',
      evidence: ['_dmarc.acme.test TXT "v=DMARC1; p=reject"'],
    });
  });

  for (const [record, said] of [
    ['v=DMARC1; p=none', 'The DMARC policy is "none": forged mail is reported, but delivered.'],
    ['v=DMARC1; p=reject; pct=50', 'The DMARC policy is "reject", but for 50 % of the mail only.'],
    ['v=DMARC1; p=reject; pct=0', 'The DMARC policy is "reject", but for 0 % of the mail only.'],
    [
      'v=DMARC1; p=reject; sp=none',
      'The DMARC policy is "reject", but "none" for the names below acme.test.',
    ],
  ] as const) {
    it(`warns of ${record}`, async () => {
      expect(await judge([record])).to.deep.equal(['warn', said]);
    });
  }

  for (const record of [
    'v=DMARC1',
    'v=DMARC1; p=',
    'v=DMARC1; p=strict',
    'v=DMARC1; sp=reject',
    'v=DMARC1; p reject',
  ]) {
    it(`fails ${record}: there is no policy in it`, async () => {
      expect(await judge([record])).to.deep.equal([
        'fail',
        'The DMARC record has no policy that receivers understand.',
      ]);
    });
  }

  it('fails without a record, and one that only looks like it', async () => {
    const said = 'acme.test has no DMARC record: receivers are not told what to do with forged mail.';
    expect(await judge([])).to.deep.equal(['fail', said]);
    expect(await judge(['p=reject; v=DMARC1', 'v=DMARC2; p=reject', 'v=dmarc1; p=reject'])).to.deep.equal([
      'fail',
      said,
    ]);
  });

  it('fails with two records (RFC 7489, 6.6.3)', async () => {
    expect(await judge(['v=DMARC1; p=reject', 'v=DMARC1; p=none'])).to.deep.equal([
      'fail',
      'There are 2 DMARC records; receivers then use none of them.',
    ]);
  });

  describe('below the domain of the organisation', () => {
    const below = (record: string) => judge([record], 'a.www.acme.test');

    it('takes its policy for names below: sp, else p', async () => {
      expect(await below('v=DMARC1; p=none; sp=reject')).to.deep.equal([
        'pass',
        'The DMARC policy of acme.test, which holds here, is "reject".',
      ]);
      expect((await below('v=DMARC1; p=quarantine'))[0]).to.equal('pass');
      expect(await below('v=DMARC1; p=reject; sp=none')).to.deep.equal([
        'warn',
        'The DMARC policy of acme.test, which holds here, is "none": forged mail is reported, but delivered.',
      ]);
    });

    it('takes a record of its own first, and looks at no name in between', async () => {
      lab.zone.set('_dmarc.www.acme.test', 'TXT', 'v=DMARC1; p=none');
      expect((await below('v=DMARC1; p=reject'))[1]).to.contain('of acme.test');
      lab.zone.set('_dmarc.a.www.acme.test', 'TXT', 'v=DMARC1; p=quarantine; sp=none');
      expect(await below('v=DMARC1; p=reject')).to.deep.equal(['pass', 'The DMARC policy is "quarantine".']);
      lab.zone.remove('_dmarc.a.www.acme.test');
    });
  });

  it('does not know when the record cannot be looked up, there or at the organisation', async () => {
    lab.zone.servfail('_dmarc.broken.test');
    for (const domain of ['broken.test', 'www.broken.test']) {
      expect((await lab.look(dmarc, domain)).status, domain).to.equal('unknown');
    }
  });
});
