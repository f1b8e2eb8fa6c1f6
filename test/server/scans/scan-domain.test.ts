import { expect } from 'chai';
import { Unseen, type Wire } from '../../../server/core/wire.js';
import { pass, type Check, type CheckText, type Outcome } from '../../../server/scans/check.js';
import { CHECKS } from '../../../server/scans/checks/index.js';
import { scanDomain } from '../../../server/scans/scan-domain.js';
import { startLab, type Lab } from './lab.js';

/** A check that does what a test says. */
const check = (id: string, run: Check['run']): Check => ({
  id,
  group: 'dns',
  title: id,
  severity: 'low',
  looks_at: '',
  why: '',
  mend: '',
  link: { title: '', url: '' },
  run,
});

interface Heard {
  started: string[];
  outcomes: Map<string, Outcome>;
  defects: [string, unknown][];
}

describe('The scan of a domain', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab();
  });
  after(() => lab.stop());

  async function scan(
    checks: readonly Check[],
    {
      wire = lab.open(),
      skip = [],
      domain = 'acme.test',
    }: { wire?: Wire; skip?: string[]; domain?: string } = {},
  ): Promise<Heard> {
    const heard: Heard = { started: [], outcomes: new Map(), defects: [] };
    await scanDomain(
      wire,
      domain,
      new Set(skip),
      ({ id }) => void heard.started.push(id),
      async ({ id }, outcome) => void heard.outcomes.set(id, await Promise.resolve(outcome)),
      ({ id }, error) => void heard.defects.push([id, error]),
      checks,
    );
    return heard;
  }

  const six = ['1', '2', '3', '4', '5', '6'];

  it('runs every check, begun in the order of the catalogue, three at once', async () => {
    let running = 0;
    let most = 0;
    const checks = six.map((id) =>
      check(id, async () => {
        most = Math.max(most, (running += 1));
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return pass(`Seen ${id}.`);
      }),
    );
    const { started, outcomes } = await scan(checks);
    expect(started).to.deep.equal(six);
    expect([...outcomes.keys()].sort()).to.deep.equal(six);
    expect(outcomes.get('4')).to.deep.equal({ status: 'pass', summary: 'Seen 4.', evidence: [] });
    expect(most).to.equal(3);
  });

  it('tells of each check that it begins before it runs, and of what it saw after', async () => {
    const log: string[] = [];
    const checks = ['1', '2'].map((id) =>
      check(id, async () => pass(await Promise.resolve(`${log.push(`run ${id}`)}`))),
    );
    await scanDomain(
      lab.open(),
      'acme.test',
      new Set(),
      ({ id }) => void log.push(`start ${id}`),
      async ({ id }) => void log.push(await Promise.resolve(`result ${id}`)),
      undefined,
      checks,
    );
    for (const id of ['1', '2']) {
      const places = ['start', 'run', 'result'].map((step) => log.indexOf(`${step} ${id}`));
      expect(places, log.join())
        .to.deep.equal([...places].sort((a, b) => a - b))
        .and.not.include(-1);
    }
  });

  it('leaves out what was done already', async () => {
    const checks = six.map((id) => check(id, () => Promise.resolve(pass(id))));
    const { started, outcomes } = await scan(checks, { skip: ['1', '4', 'gone'] });
    expect(started).to.deep.equal(['2', '3', '5', '6']);
    expect([...outcomes.keys()]).to.have.members(['2', '3', '5', '6']);
  });

  it('takes what could not be seen for unknown, with the sentence that says why', async () => {
    const blind = check('blind', () => Promise.reject(new Unseen('timeout', 'Nobody answered.')));
    const { outcomes, defects } = await scan([blind]);
    expect(outcomes.get('blind')).to.deep.equal({
      status: 'unknown',
      summary: 'Nobody answered.',
      evidence: [],
    });
    expect(defects).to.deep.equal([]);
  });

  it('takes an error of a check for unknown, tells it as ours, and goes on', async () => {
    const error = new TypeError('secret inside');
    const checks = [
      check('broken', () => Promise.reject(error)),
      check('sudden', () => {
        throw error;
      }),
      check('sound', () => Promise.resolve(pass('Fine.'))),
    ];
    const { outcomes, defects } = await scan(checks);
    for (const id of ['broken', 'sudden']) {
      expect(outcomes.get(id)).to.deep.equal({
        status: 'unknown',
        summary: 'This check met an error of ours.',
        evidence: [],
      });
    }
    expect(outcomes.get('sound')?.status).to.equal('pass');
    expect(defects).to.have.deep.members([
      ['broken', error],
      ['sudden', error],
    ]);
  });

  it('bounds and cleans what is to be stored', async () => {
    const long = check('long', () =>
      Promise.resolve(
        pass(
          's\0'.repeat(1000),
          Array.from({ length: 50 }, () => `\u0000\u202e${'e'.repeat(900)}`),
        ),
      ),
    );
    const { summary, evidence } = (await scan([long])).outcomes.get('long') as Outcome;
    expect(summary).to.match(/^s{1,500}$/);
    expect(evidence).to.have.length(20);
    for (const line of evidence) expect(line).to.match(/^e{1,500}$/);
  });

  it('looks at what several checks need once', async () => {
    lab.goodSite('once.test');
    const before = lab.zone.queries('once.test', 'MX');
    await scan(
      CHECKS.filter(({ group }) => group === 'mail'),
      { domain: 'once.test' },
    );
    // Once for all checks, and once more for the "mx" of the SPF record.
    expect(lab.zone.queries('once.test', 'MX') - before).to.equal(2);
  });

  it('ends early, without an error, when the scan is ended', async () => {
    lab.zone.silence('mute.test');
    const over = new AbortController();
    const wire = lab.open(over.signal);
    const { started, outcomes, defects } = await scan(
      [
        check('done', () => Promise.resolve(pass('Done.'))),
        ...six.map((id) =>
          check(id, async () => {
            const asking = wire.dns.a('mute.test');
            while (lab.zone.queries('mute.test') === 0) await new Promise((resolve) => setImmediate(resolve));
            over.abort();
            return pass((await asking).join());
          }),
        ),
      ],
      { wire },
    );
    expect([...outcomes.keys()]).to.deep.equal(['done']);
    expect(started).to.not.include('6');
    expect(defects).to.deep.equal([]);
  });

  it('ends a scan of the real checks in the middle as well', async () => {
    lab.goodSite('middle.test');
    const over = new AbortController();
    const heard: string[] = [];
    await scanDomain(
      lab.open(over.signal),
      'middle.test',
      new Set(),
      ({ id }) => {
        if (id === 'mail.spf') over.abort();
      },
      async ({ id }) => void heard.push(await Promise.resolve(id)),
      (_check, error) => {
        throw error;
      },
    );
    expect(heard.length).to.be.lessThan(CHECKS.length);
    expect(heard).to.not.include('mail.tls_rpt');
  });

  for (const where of ['onStart', 'onResult'] as const) {
    it(`throws what ${where} threw, and begins nothing after it`, async () => {
      const problem = new Error('The job is not ours any more.');
      const started: string[] = [];
      const told: string[] = [];
      const refuse = (name: typeof where, { id }: CheckText): Promise<void> =>
        name === where && id === '2' ? Promise.reject(problem) : Promise.resolve();
      const caught: unknown = await scanDomain(
        lab.open(),
        'acme.test',
        new Set(),
        (text) => {
          started.push(text.id);
          return refuse('onStart', text);
        },
        (text) => {
          told.push(text.id);
          return refuse('onResult', text);
        },
        undefined,
        six.map((id) =>
          check(id, async () => {
            for (let turn = 0; turn < Number(id); turn += 1)
              await new Promise((resolve) => setImmediate(resolve));
            return pass(id);
          }),
        ),
      ).catch((error: unknown) => error);
      expect(caught).to.equal(problem);
      expect(started).to.not.include('6');
      expect(told, 'what was under way is not told').to.not.include('3');
      const before = told.length;
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(told, 'nothing after it was over').to.have.length(before);
    });
  }

  it('is right about a good domain and a bad one, check by check', async () => {
    lab.goodSite('good.test');
    lab.badSite('bad.test');
    const statuses = async (domain: string): Promise<Map<string, string>> => {
      const { outcomes, defects } = await scan(CHECKS, { domain });
      expect(defects).to.deep.equal([]);
      expect(outcomes.size).to.equal(CHECKS.length);
      return new Map([...outcomes].map(([id, { status }]) => [id, status]));
    };
    const good = await statuses('good.test');
    expect([...good].filter(([, status]) => status !== 'pass')).to.deep.equal([]);
    const bad = await statuses('bad.test');
    for (const id of [
      'dns.nameservers',
      'dns.caa',
      'mail.spf',
      'mail.dmarc',
      'mail.mta_sts',
      'mail.tls_rpt',
    ]) {
      expect(bad.get(id), id).to.equal('fail');
    }
  });
});
