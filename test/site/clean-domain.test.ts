import { expect } from 'chai';
import { cleanDomain, cleanDomains, looksLikeDomain } from '../../site/app/pages/onboarding/clean-domain.js';

describe('the domain inside what somebody pasted', () => {
  const cases: [pasted: string, domain: string][] = [
    ['example.org', 'example.org'],
    ['  Example.ORG. ', 'example.org'],
    ['https://Example.org/path?a=b#c', 'example.org'],
    ['http://example.org:8080', 'example.org'],
    ['//example.org/', 'example.org'],
    ['https://joe:secret@example.org/', 'example.org'],
    ['post@example.org', 'example.org'],
    ['*.example.org', 'example.org'],
    ['example.org,', 'example.org'],
    ['https://Bücher.example/', 'bücher.example'],
    ['example.org?q=1', 'example.org'],
    ['https://www.example.org/about', 'www.example.org'],
  ];
  for (const [pasted, domain] of cases) {
    it(`${JSON.stringify(pasted)} is ${domain}`, () => {
      expect(cleanDomain(pasted)).to.equal(domain);
    });
  }

  it('leaves what holds none as it is', () => {
    expect(cleanDomain(' https:// ')).to.equal('https://');
    expect(cleanDomain('')).to.equal('');
  });

  it('takes several, each once', () => {
    expect(cleanDomains('https://a.example/\nb.example, A.example;c.example')).to.deep.equal([
      'a.example',
      'b.example',
      'c.example',
    ]);
  });

  it('knows a domain by its shape', () => {
    for (const text of ['example.org', 'bücher.example', 'a.b.c.example', 'xn--bcher-kva.example'])
      expect(looksLikeDomain(text), text).to.equal(true);
    for (const text of ['example', 'exam ple.org', '.org', 'a..b', 'a@b.org', '', `${'a'.repeat(64)}.org`])
      expect(looksLikeDomain(text), text).to.equal(false);
  });
});
