import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';

describe('Tenants: what a name, domains and notes may be', () => {
  let app: TestApp;
  let joe: Person;
  let made = 0;

  before(async () => {
    app = await startTestApp();
    const root = await setUp(app);
    await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  const rows = async (table: string) => Number((await app.db(table).count({ n: '*' }).first())?.n);
  const counts = async () => [await rows('tenants'), await rows('tenant_domains'), await rows('auth_audit')];

  /** Asserts the refusal of a creation, with a reason for the field, and that nothing was written. */
  async function expectRefused(body: unknown, status: number, code: string, field?: string): Promise<string> {
    const before = await counts();
    const answer = await joe.post('/api/tenants', body as object);
    expectError(answer, status, code);
    expect(await counts()).to.deep.equal(before);
    const { errors = {} } = answer.body as { errors?: Record<string, string> };
    if (field !== undefined) expect(errors).to.have.keys(field);
    return errors[field ?? ''] ?? '';
  }
  const next = () => `n${made++}.org`;

  const badNames: Record<string, unknown> = {
    empty: '',
    blank: ' \t ',
    'of nothing that can be seen': '\u200b\u2060\u3164',
    'of 101 characters': 'ä'.repeat(101),
    'of 101 emoji': '🦊'.repeat(101),
    'of 90,000 characters': 'a'.repeat(90_000),
    'too long once it is written out': '\ufdfa'.repeat(30),
    'with a line break': 'a\nb',
    'with NUL': 'a\0b',
    'with an escape': 'a\u001b[31m',
    'with a C1 control': 'a\u0085b',
    'with an unpaired surrogate': 'a\ud800',
    'with an override of the direction': 'a\u202etxt.exe',
    'with an isolate': 'a\u2066b',
    'with a line separator': 'a\u2028b',
    'that is null': null,
    'that is a number': 7,
    'that is true': true,
    'that is a list': ['Example'],
    'that is an object': { toString: 'x' },
    'that is missing': undefined,
  };
  for (const [what, name] of Object.entries(badNames)) {
    it(`refuses a name ${what}: 422`, async () => {
      expect(await expectRefused({ name, domains: [next()] }, 422, 'invalid', 'name')).to.match(/\.$/);
    });
  }

  const goodNames: Record<string, string> = {
    'of one character': 'Z',
    'of 100 code points': '🦊'.repeat(100),
    'with right-to-left letters and marks': 'شركة \u200fالمثال',
    'with a family emoji': 'Family 👨‍👩‍👧 Ltd',
    'with markup in it': '<b>Bold & "Co"</b>',
    'with a quote and a wildcard': `O'Neil 100% _`,
    'that is a word of JavaScript': 'constructor',
    'with a ligature': 'ﬁsh ﬀ',
  };
  for (const [what, name] of Object.entries(goodNames)) {
    it(`takes a name ${what}, and finds it`, async () => {
      const answer = await joe.post('/api/tenants', { name, domains: [next()] });
      expect(answer.status, answer.text).to.equal(200);
      const { id } = answer.body as { id: number };
      expect((answer.body as { name: string }).name).to.equal(name);
      const filter = encodeURIComponent(JSON.stringify({ q: name.toUpperCase() }));
      const found = (await joe.get(`/api/tenants?filter=${filter}`)).body as { id: number }[];
      expect(found.map((tenant) => tenant.id)).to.include(id);
    });
  }

  describe('a name that is taken', () => {
    const TWINS = [
      'Straße AG',
      'STRAẞE AG',
      'Straße  AG',
      'Ｓｔｒａße AG',
      'Stra\u200bße AG',
      'Straße\u00a0AG',
    ];

    before(async () => {
      await joe.post('/api/tenants', { name: TWINS[0], domains: ['strasse-ag.org'] });
    });
    for (const name of TWINS) {
      it(`refuses ${JSON.stringify(name)}: 409, naming the tenant that has it`, async () => {
        const reason = await expectRefused({ name, domains: [next()] }, 409, 'tenant_taken', 'name');
        expect(reason).to.equal('There is a tenant named Straße AG already.');
      });
    }

    it('is refused in a change too, and nothing else of the change happens', async () => {
      const own = await joe.post('/api/tenants', { name: 'Other', domains: [next()] });
      const { id } = own.body as { id: number };
      const before = await counts();
      const answer = await joe.patch(`/api/tenants/${id}`, { name: 'straße ag', notes: 'x' });
      expectError(answer, 409, 'tenant_taken');
      expect((await joe.get(`/api/tenants/${id}`)).body).to.deep.equal(own.body);
      expect(await counts()).to.deep.equal(before);
    });
  });

  const badDomains: Record<string, unknown> = {
    missing: undefined,
    null: null,
    'a text': 'example.org',
    'an object': { 0: 'example.org' },
    'an empty list': [],
    'a list of 21': Array.from({ length: 21 }, (_, n) => `many${n}.org`),
    'a list with a number': ['example.org', 7],
    'a list with null': [null],
    'a list of lists': [['example.org']],
    'an empty text': [''],
    'a public suffix': ['co.uk'],
    'a suffix that others register below': ['github.io'],
    'a top-level domain': ['org'],
    'an unknown top-level domain': ['example.notatld'],
    'a reserved name': ['example.test'],
    'an internal name': ['printer.local'],
    'an address': ['192.0.2.1'],
    'an address in disguise': ['0x7f.1'],
    'an IPv6 address': ['[::1]'],
    'an URL': ['https://example.org/'],
    'a mail address': ['joe@example.org'],
    'a wildcard': ['*.example.org'],
    'an underscore': ['_dmarc.example.org'],
    'a label of 64 characters': [`${'a'.repeat(64)}.org`],
    'a name of 260 characters': [`${'abcdefgh.'.repeat(29)}org`],
    'a text of 90,000 characters': ['a'.repeat(90_000)],
    NUL: ['exam\0ple.org'],
    'an unpaired surrogate': ['exam\ud800ple.org'],
    'an override of the direction': ['exam\u202eple.org'],
    'two dots': ['example..org'],
    'a space': ['exa mple.org'],
  };
  for (const [what, domains] of Object.entries(badDomains)) {
    it(`refuses domains: ${what}, 422`, async () => {
      const reason = await expectRefused({ name: 'Probe', domains }, 422, 'invalid', 'domains');
      expect(reason)
        .to.match(/\.$/)
        .and.not.match(/[\0\u202e\ud800]/);
      expect(reason.length).to.be.lessThan(300);
    });
  }

  it('names the domain that is wrong among right ones', async () => {
    const domains = ['good-one.org', 'co.uk', 'good-two.org'];
    const reason = await expectRefused({ name: 'Probe', domains }, 422, 'invalid', 'domains');
    expect(reason).to.match(/^co\.uk: /);
  });

  for (const twice of [
    ['twice.org', 'TWICE.org.'],
    ['bücher.net', 'xn--bcher-kva.net'],
    ['ﬁne.net', 'FINE.net'],
  ]) {
    it(`refuses one domain given twice: ${twice.join(' and ')}`, async () => {
      const reason = await expectRefused({ name: 'Probe', domains: twice }, 422, 'invalid', 'domains');
      expect(reason).to.equal(`${twice[1]} stands there twice.`);
    });
  }

  it('takes 20 domains and keeps their order', async () => {
    const domains = Array.from({ length: 20 }, (_, n) => `d${(n * 7) % 20}.twenty.org`);
    const answer = await joe.post('/api/tenants', { name: 'Twenty', domains });
    const kept = (answer.body as { domains: { domain: string }[] }).domains;
    expect(kept.map(({ domain }) => domain)).to.deep.equal(domains);
  });

  for (const spelling of ['owned.org', 'OWNED.ORG', 'owned.org.', ' owned.org ']) {
    it(`refuses ${JSON.stringify(spelling)} when another tenant has it: 409, saying which`, async () => {
      await joe.post('/api/tenants', { name: 'Owner', domains: ['owned.org'] });
      const domains = [next(), spelling];
      const reason = await expectRefused({ name: 'Thief', domains }, 409, 'domain_taken', 'domains');
      expect(reason).to.equal('owned.org belongs to the tenant Owner already.');
    });
  }

  it('names a domain as people write it, and the tenant that has it, in a change too', async () => {
    await joe.post('/api/tenants', { name: 'Bücherei', domains: ['bücherei.org'] });
    const own = await joe.post('/api/tenants', { name: 'Reader', domains: [next()] });
    const { id } = own.body as { id: number };
    const answer = await joe.patch(`/api/tenants/${id}`, { domains: ['xn--bcherei-n2a.org'] });
    expectError(answer, 409, 'domain_taken');
    expect((answer.body as { detail: string }).detail).to.equal(
      'bücherei.org belongs to the tenant Bücherei already.',
    );
    expect((await joe.get(`/api/tenants/${id}`)).body).to.deep.equal(own.body);
  });

  for (const notes of [null, 7, true, ['x'], { a: 1 }, 'a\0', '\ud800', 'x'.repeat(5001)]) {
    it(`refuses the notes ${JSON.stringify(notes).slice(0, 30)}: 422`, () =>
      expectRefused({ name: 'Probe', domains: [next()], notes }, 422, 'invalid', 'notes'));
  }

  it('keeps notes as they are, with their lines', async () => {
    const notes = `first\n\tsecond 🦊${'x'.repeat(4000)}`;
    const answer = await joe.post('/api/tenants', { name: 'Noted', domains: [next()], notes });
    expect((answer.body as { notes: string }).notes).to.equal(notes);
  });

  for (const extra of [{ id: 7 }, { state: 'active' }, { score: 100 }, { token: 'x' }, { created_by: 1 }]) {
    it(`refuses the field ${Object.keys(extra).join()} in a new tenant: 422`, () =>
      expectRefused({ name: 'Probe', domains: [next()], ...extra }, 422, 'invalid'));
  }

  it('refuses changes of the wrong shape: 422, and changes nothing', async () => {
    const own = await joe.post('/api/tenants', { name: 'Shape', domains: [next()] });
    const { id } = own.body as { id: number };
    const bodies = [
      ...[{}, [], null, '"x"', { name: '' }, { domains: [] }, { notes: 1 }, { state: 'onboarding' }],
      ...[{ state: 'ACTIVE' }, { state: null }, { state: true }, { score: 1 }, { revision: 2 }, { id }],
    ];
    for (const body of bodies) {
      const answer = await joe
        .patch(`/api/tenants/${id}`, body as object)
        .set('Content-Type', 'application/json');
      expect(answer.status, JSON.stringify(body)).to.equal(422);
      expectError(answer, 422, 'invalid');
    }
    expect((await joe.get(`/api/tenants/${id}`)).body).to.deep.equal(own.body);
  });
});
