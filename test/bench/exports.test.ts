/** What the suite of exports reckons. */
import { expect } from 'chai';
import { rowsOf, type Measured } from '../../scripts/bench/suites/exports.js';

const measured = (patch: Partial<Measured>): Measured => ({
  size: '1,000',
  name: 'users, csv',
  rows: 1_000,
  seconds: 0.5,
  wasCut: false,
  growth: 2_500_000,
  ...patch,
});

describe('The benchmark: exports', () => {
  it('are compared with the same export of 1,000 rows, by the time that each row takes', () => {
    const all = [
      measured({}),
      measured({ name: 'audit, csv', seconds: 1 }),
      measured({ size: '1M/10M', rows: 100_000, seconds: 25 }),
      measured({
        size: '1M/10M',
        name: 'audit, csv',
        rows: 300_000,
        seconds: 900,
        wasCut: true,
        growth: null,
      }),
    ];
    expect(rowsOf(all)).to.deep.equal([
      ['1,000', 'users, csv', '1,000', '2,000', '1.00', '2.50 MB'],
      ['1,000', 'audit, csv', '1,000', '1,000', '1.00', '2.50 MB'],
      ['1M/10M', 'users, csv', '100,000', '4,000', '0.50', '2.50 MB'],
      ['1M/10M', 'audit, csv', '300,000, then cut off', '333', '3.00', 'not known'],
    ]);
  });

  it('of which nothing came have no such figure', () => {
    const [, row] = rowsOf([measured({}), measured({ size: '20k/200k', rows: 0, wasCut: true })]);
    expect(row?.[4]).to.equal('–');
  });
});
