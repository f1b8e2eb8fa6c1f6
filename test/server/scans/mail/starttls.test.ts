import { expect } from 'chai';
import { starttls } from '../../../../server/scans/checks/mail/starttls.js';
import { startLab, type Lab } from '../lab.js';

describe('The check mail.starttls', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
    for (const host of ['mx1', 'mx2', 'mx3', 'mx4']) lab.zone.set(`${host}.hoster.test`, 'A', '127.0.0.1');
    lab.refuse('closed.hoster.test');
  });
  after(() => lab.stop());
  beforeEach(() => lab.mail.change({ starttls: true }));

  const judge = async (...hosts: string[]): Promise<[string, string]> => {
    const records = hosts.map((host, index) => `${10 * (index + 1)} ${host}.hoster.test`);
    lab.zone.set('acme.test', 'MX', records);
    const { status, summary } = await lab.look(starttls, 'acme.test');
    return [status, summary];
  };

  it('passes when the server offers it, and shows its greeting', async () => {
    expect(await judge('mx1')).to.deep.equal(['pass', 'STARTTLS is offered by the mail server.']);
    const { evidence } = await lab.look(starttls, 'acme.test');
    expect(evidence).to.have.length(1);
    expect(evidence[0]).to.match(/^mx1\.hoster\.test \(127\.0\.0\.1\): mail\.test .+; offers .*STARTTLS/);
  });

  it('fails when a server does not', async () => {
    lab.mail.change({ starttls: false });
    expect(await judge('mx1')).to.deep.equal(['fail', 'mx1.hoster.test takes mail in the clear only.']);
    expect(await judge('closed', 'mx2'), 'and the other is not seen').to.deep.equal([
      'fail',
      'mx2.hoster.test takes mail in the clear only.',
    ]);
  });

  it('looks at the three that are preferred', async () => {
    const before = lab.mail.connections();
    expect((await judge('mx1', 'mx2', 'mx3', 'mx4'))[0]).to.equal('pass');
    expect(lab.mail.connections() - before).to.equal(3);
  });

  it('says how many it could not reach', async () => {
    expect(await judge('mx1', 'closed')).to.deep.equal([
      'pass',
      'STARTTLS is offered by the mail server. 1 more could not be reached.',
    ]);
  });

  it('does not know when none can be reached', async () => {
    expect(await judge('closed', 'gone')).to.deep.equal([
      'unknown',
      'No mail server could be reached on port 25, which many networks close.',
    ]);
    expect((await lab.look(starttls, 'acme.test')).evidence).to.have.length(2);
  });

  it('connects to nobody for a domain without mail', async () => {
    const before = lab.mail.connections();
    lab.zone.set('quiet.test', 'MX', '0 .');
    lab.zone.set('nothing.test', 'A', '127.0.0.1');
    for (const domain of ['quiet.test', 'nothing.test']) {
      expect((await lab.look(starttls, domain)).status, domain).to.equal('pass');
    }
    expect(lab.mail.connections()).to.equal(before);
  });
});
