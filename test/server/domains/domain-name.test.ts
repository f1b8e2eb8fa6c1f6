import { expect } from 'chai';
import { organisationOf, readDomain, unicodeOf } from '../../../server/domains/domain-name.js';

/** What was typed, and the domain that it is. */
const GOOD: Record<string, string> = {
  'example.org': 'example.org',
  ' Example.ORG. ': 'example.org',
  'www.example.co.uk': 'www.example.co.uk',
  'münchen.de': 'xn--mnchen-3ya.de',
  'MÜNCHEN.DE': 'xn--mnchen-3ya.de',
  'mu\u0308nchen.de': 'xn--mnchen-3ya.de',
  'xn--mnchen-3ya.de': 'xn--mnchen-3ya.de',
  'faß.de': 'xn--fa-hia.de',
  'пример.рф': 'xn--e1afmkfd.xn--p1ai',
  '例え。jp': 'xn--r8jz45g.jp',
  'foo.github.io': 'foo.github.io',
  '1-2-3.example.org': '1-2-3.example.org',
  '123.org': '123.org',
  [`${'a'.repeat(63)}.org`]: `${'a'.repeat(63)}.org`,
};

/** What was typed, and what is said. */
const BAD: Record<string, string> = {
  '': 'Enter a domain, such as example.org.',
  '   ': 'Enter a domain, such as example.org.',
  'https://example.org/': 'Enter the domain alone, such as example.org.',
  'https://www.bücher.de:8443/a?b#c': 'Enter the domain alone, such as www.bücher.de.',
  'http:\\\\acme.de\\x': 'Enter the domain alone, such as acme.de.',
  'http://user:word@127.0.0.1/': 'Enter the domain alone, such as example.org.',
  'example.org:443': 'Enter the domain alone, such as example.org.',
  'example.org/path': 'Enter the domain alone, such as example.org.',
  'info@acme.de': 'Enter the domain alone, such as acme.de.',
  '192.0.2.1': 'Enter a domain, such as example.org, instead of an IP address.',
  '2001:db8::1': 'Enter a domain, such as example.org, instead of an IP address.',
  '[::ffff:127.0.0.1]': 'Enter a domain, such as example.org, instead of an IP address.',
  '2130706433': 'Enter a domain, such as example.org, instead of an IP address.',
  '0x7f.1': 'Enter a domain, such as example.org, instead of an IP address.',
  '１２７.0.0.1': 'Enter a domain, such as example.org, instead of an IP address.',
  '*.example.org': 'Enter the domain without the wildcard, such as example.org.',
  '_dmarc.example.org': 'Leave out the underscore: the name of a domain has none.',
  'a.org, b.org': 'Enter one domain without spaces or commas, such as example.org.',
  'a b.org': 'Enter one domain without spaces or commas, such as example.org.',
  '%65xample.org': 'Use letters, digits and hyphens only, such as example.org.',
  'xn--zzzz.de': 'Use letters, digits and hyphens only, such as example.org.',
  'ex<ample.org': 'Use letters, digits and hyphens only, such as example.org.',
  'ex\u0000ample.org': 'Use letters, digits and hyphens only, such as example.org.',
  '-a.org': 'Use letters, digits and hyphens only, and no hyphen beside a dot.',
  'a-.org': 'Use letters, digits and hyphens only, and no hyphen beside a dot.',
  'a..org': 'Remove the dot that has nothing beside it, as in example.org.',
  '.org': 'Remove the dot that has nothing beside it, as in example.org.',
  'example.org..': 'Remove the dot that has nothing beside it, as in example.org.',
  acme: 'Add the ending of the domain, as in acme.org.',
  org: 'Add the ending of the domain, as in org.org.',
  localhost: 'Add the ending of the domain, as in localhost.org.',
  'co.uk': 'Enter a domain below co.uk, such as example.co.uk: others register their names there.',
  'github.io':
    'Enter a domain below github.io, such as example.github.io: others register their names there.',
  'foo.ck': 'Enter a domain below foo.ck, such as example.foo.ck: others register their names there.',
  [`${'a'.repeat(64)}.org`]: 'Shorten the part between two dots to at most 63 characters.',
  [`${'ü'.repeat(63)}.org`]: 'Shorten the part between two dots to at most 63 characters.',
  [`${`${'a'.repeat(49)}.`.repeat(5)}example`]: 'Shorten the domain to at most 253 characters.',
  ['a'.repeat(100_000)]: 'Enter one domain of at most 253 characters.',
};

/** Names that stand for nothing in public (RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN). */
const SPECIAL = [
  'acme.test',
  'acme.example',
  'acme.invalid',
  'app.localhost',
  'printer.local',
  'abc.onion',
  'db.internal',
  'nas.home.arpa',
  '1.0.0.127.in-addr.arpa',
  'server.lan',
  'server.corp',
];

describe('Domain names', () => {
  for (const [text, domain] of Object.entries(GOOD)) {
    it(`takes "${text.slice(0, 30)}"`, () => {
      expect(readDomain(text, false)).to.deep.equal({ ok: true, domain });
      expect(readDomain(domain, false), 'read again').to.deep.equal({ ok: true, domain });
    });
  }

  for (const [text, problem] of Object.entries(BAD)) {
    it(`refuses "${text.slice(0, 40)}" and says how to mend it`, () => {
      expect(readDomain(text, false)).to.deep.equal({ ok: false, problem });
    });

    it(`refuses "${text.slice(0, 40)}" in a laboratory too`, () => {
      expect(readDomain(text, true).ok).to.equal(false);
    });
  }

  it('takes a name of exactly 253 characters', () => {
    const domain = `${`${'a'.repeat(49)}.`.repeat(4)}${'b'.repeat(49)}.org`;
    expect(domain).to.have.length(253);
    expect(readDomain(domain, false)).to.deep.equal({ ok: true, domain });
    expect(readDomain(`c${domain}`, false)).to.include({ ok: false });
  });

  for (const domain of SPECIAL) {
    it(`takes ${domain} in a laboratory only`, () => {
      const said = `Enter a public domain, such as example.org: ${domain} is reserved for private use.`;
      expect(readDomain(domain, false)).to.deep.equal({ ok: false, problem: said });
      expect(readDomain(domain, true)).to.deep.equal({ ok: true, domain });
    });
  }

  it('takes an ending that nobody knows in a laboratory only', () => {
    const problem = 'Check the ending: .orgg is no public top-level domain.';
    expect(readDomain('acme.orgg', false)).to.deep.equal({ ok: false, problem });
    expect(readDomain('acme.orgg', true)).to.deep.equal({ ok: true, domain: 'acme.orgg' });
  });

  it('shows people the characters that they write', () => {
    expect(unicodeOf('xn--mnchen-3ya.de')).to.equal('münchen.de');
    expect(unicodeOf('example.org')).to.equal('example.org');
  });

  it('knows the domain that an organisation registered', () => {
    expect(organisationOf('a.b.example.co.uk')).to.equal('example.co.uk');
    expect(organisationOf('example.org')).to.equal('example.org');
    expect(organisationOf('www.foo.github.io')).to.equal('foo.github.io');
    expect(organisationOf('www.acme.test')).to.equal('acme.test');
    expect(organisationOf('co.uk')).to.equal('co.uk');
  });
});
