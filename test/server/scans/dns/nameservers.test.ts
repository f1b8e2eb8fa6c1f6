import { expect } from 'chai';
import { nameservers } from '../../../../server/scans/checks/dns/nameservers.js';
import { startLab, type Lab } from '../lab.js';

describe('The check dns.nameservers', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
    lab.zone.set('ns1.hoster.test', 'A', '192.0.2.53');
    lab.zone.set('ns2.hoster.test', 'A', '198.51.100.53');
    lab.zone.set('ns3.hoster.test', 'A', '192.0.2.54');
  });
  after(() => lab.stop());

  it('passes with two in different networks', async () => {
    lab.zone.set('two.test', 'NS', ['ns1.hoster.test', 'ns2.hoster.test']);
    const { status, summary, evidence } = await lab.look(nameservers, 'two.test');
    expect({ status, summary }).to.deep.equal({ status: 'pass', summary: 'two.test has 2 name servers.' });
    expect(evidence).to.have.members([
      'two.test NS ns1.hoster.test',
      'two.test NS ns2.hoster.test',
      'ns1.hoster.test: 192.0.2.53',
      'ns2.hoster.test: 198.51.100.53',
    ]);
  });

  it('notes when all are in one network', async () => {
    lab.zone.set('near.test', 'NS', ['ns1.hoster.test', 'ns3.hoster.test']);
    const { status, evidence } = await lab.look(nameservers, 'near.test');
    expect(status).to.equal('pass');
    expect(evidence.at(-1)).to.contain('All are in the network 192.0.2.0/24');
  });

  it('fails with one, also when it is named twice in different letters', async () => {
    lab.zone.set('one.test', 'NS', ['ns1.hoster.test', 'NS1.HOSTER.test']);
    expect(await lab.look(nameservers, 'one.test')).to.deep.equal({
      status: 'fail',
      summary: 'one.test has only one name server.',
      evidence: ['one.test NS ns1.hoster.test'],
    });
  });

  it('fails when none is found', async () => {
    const { status, summary } = await lab.look(nameservers, 'none.test');
    expect({ status, summary }).to.deep.equal({
      status: 'fail',
      summary: 'No name servers of none.test were found.',
    });
  });

  it('warns when only one of them has an address', async () => {
    lab.zone.set('half.test', 'NS', ['ns1.hoster.test', 'gone.hoster.test']);
    const { status, evidence } = await lab.look(nameservers, 'half.test');
    expect(status).to.equal('warn');
    expect(evidence).to.include('gone.hoster.test: has no address');
  });

  it('does not hold against it what could not be looked up', async () => {
    lab.zone.servfail('ns9.hoster.test');
    lab.zone.set('unsure.test', 'NS', ['ns1.hoster.test', 'ns9.hoster.test']);
    expect((await lab.look(nameservers, 'unsure.test')).status).to.equal('pass');
  });

  it('looks at the zone that a name below is in', async () => {
    lab.zone.set('two.test', 'NS', ['ns1.hoster.test', 'ns2.hoster.test']);
    const { status, summary } = await lab.look(nameservers, 'a.b.two.test');
    expect({ status, summary }).to.deep.equal({ status: 'pass', summary: 'two.test has 2 name servers.' });
  });

  it('stops at a zone of its own below', async () => {
    lab.zone.set('two.test', 'NS', ['ns1.hoster.test', 'ns2.hoster.test']);
    lab.zone.set('own.two.test', 'NS', ['ns1.hoster.test']);
    expect((await lab.look(nameservers, 'www.own.two.test')).summary).to.equal(
      'own.two.test has only one name server.',
    );
  });

  it('is not misled by an alias to the zone of somebody else', async () => {
    lab.zone.set('home.test', 'NS', ['ns1.hoster.test', 'ns2.hoster.test']);
    lab.zone.set('shop.test', 'NS', ['ns1.hoster.test']);
    lab.zone.set('www.home.test', 'CNAME', 'shop.test');
    expect((await lab.look(nameservers, 'www.home.test')).summary).to.equal('home.test has 2 name servers.');
  });

  it('does not know when the name servers fail', async () => {
    lab.zone.servfail('broken.test');
    expect((await lab.look(nameservers, 'broken.test')).status).to.equal('unknown');
  });
});
