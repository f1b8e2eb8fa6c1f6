import { expect } from 'chai';
import type { ComparedFinding, Status } from '../../site/api/types.js';
import { countsOf, grouped, turned } from '../../site/app/tenant/order.js';

const finding = (part: Partial<ComparedFinding>): ComparedFinding => ({
  domain: 'example.org',
  check_id: 'web.hsts',
  group: 'web',
  title: '',
  severity: 'medium',
  status: 'pass',
  summary: '',
  evidence: [],
  looks_at: '',
  why: '',
  mend: '',
  link: { title: '', url: '' },
  seen_at: '',
  gain: 0,
  before: null,
  ...part,
});

describe('the order of findings', () => {
  it('goes by group, and leaves out those without any', () => {
    const findings = [finding({ group: 'web' }), finding({ group: 'dns' }), finding({ group: 'mail' })];
    expect(grouped(findings).map(({ group }) => group)).to.deep.equal(['dns', 'mail', 'web']);
  });

  it('puts the worst first: by status, weight, gain, then name', () => {
    const findings = [
      finding({ check_id: 'f', status: 'pass', severity: 'high' }),
      finding({ check_id: 'e', status: 'unknown' }),
      finding({ check_id: 'd', status: 'warn', severity: 'high' }),
      finding({ check_id: 'b', status: 'fail', severity: 'high', gain: 2, domain: 'b.example' }),
      finding({ check_id: 'b', status: 'fail', severity: 'high', gain: 2, domain: 'a.example' }),
      finding({ check_id: 'c', status: 'fail', severity: 'low', gain: 9 }),
      finding({ check_id: 'a', status: 'fail', severity: 'high', gain: 4 }),
    ];
    const order = grouped(findings)[0]?.findings.map(({ check_id, domain }) => check_id + domain[0]);
    expect(order).to.deep.equal(['ae', 'ba', 'bb', 'ce', 'de', 'ee', 'fe']);
  });

  const cases: [before: Status | null, now: Status, turn: 'worse' | 'better' | null][] = [
    ['pass', 'fail', 'worse'],
    ['pass', 'warn', 'worse'],
    ['fail', 'warn', 'better'],
    ['warn', 'pass', 'better'],
    ['fail', 'fail', null],
    ['unknown', 'fail', null],
    ['pass', 'unknown', null],
    [null, 'fail', null],
  ];
  for (const [before, status, turn] of cases) {
    it(`from ${before} to ${status} is ${turn ?? 'no turn'}`, () => {
      expect(turned({ before, status })).to.equal(turn);
    });
  }

  it('counts what there is of each status, the worst first', () => {
    const findings = [finding({}), finding({ status: 'fail' }), finding({})];
    expect(countsOf(findings)).to.deep.equal([
      ['fail', 1],
      ['pass', 2],
    ]);
  });
});
