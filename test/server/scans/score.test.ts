import { expect } from 'chai';
import type { FindingStatus } from '../../../db/tables.js';
import type { Severity } from '../../../server/scans/check.js';
import { CHECKS } from '../../../server/scans/checks/index.js';
import { bestMends, gainsOf, scoreOf, type Judged } from '../../../server/scans/score.js';

/** Ids of real checks by their severity, as the score looks the weight up. */
const ids = (severity: Severity): string[] =>
  CHECKS.filter((check) => check.severity === severity).map(({ id }) => id);

const of = (severity: Severity, status: FindingStatus, n = 0): Judged => {
  const found = ids(severity)[n];
  if (found === undefined) throw new Error(`There are not so many checks of severity ${severity}.`);
  return { check_id: found, status };
};

describe('The score', () => {
  it('is 100 when everything passes, and 0 when everything fails', () => {
    const all = (status: FindingStatus): Judged[] => CHECKS.map(({ id }) => ({ check_id: id, status }));
    expect(scoreOf(all('pass'))).to.deep.equal({ score: 100, grade: 'A' });
    expect(scoreOf(all('warn'))).to.deep.equal({ score: 50, grade: 'E' });
    expect(scoreOf(all('fail'))).to.deep.equal({ score: 0, grade: 'F' });
  });

  it('weighs high 10, medium 5 and low 2', () => {
    expect(scoreOf([of('high', 'pass'), of('medium', 'fail'), of('low', 'fail')]).score).to.equal(59); // 10/17
    expect(scoreOf([of('high', 'fail'), of('medium', 'pass'), of('low', 'fail')]).score).to.equal(29); // 5/17
    expect(scoreOf([of('high', 'fail'), of('medium', 'fail'), of('low', 'pass')]).score).to.equal(12); // 2/17
    expect(scoreOf([of('high', 'warn'), of('medium', 'fail'), of('low', 'fail')]).score).to.equal(29); // 5/17
  });

  it('counts every domain', () => {
    expect(
      scoreOf([of('high', 'pass'), of('high', 'fail'), of('high', 'pass'), of('high', 'warn')]),
    ).to.deep.equal({
      score: 63, // 62.5 rounds up
      grade: 'D',
    });
  });

  it('leaves out what could not be seen', () => {
    expect(scoreOf([of('high', 'pass'), of('medium', 'unknown')])).to.deep.equal({ score: 100, grade: 'A' });
    expect(scoreOf([of('high', 'fail'), of('medium', 'unknown')])).to.deep.equal({ score: 0, grade: 'F' });
  });

  it('is none when less than half of the weight could be seen', () => {
    const none = { score: null, grade: null };
    expect(scoreOf([])).to.deep.equal(none);
    expect(scoreOf([of('high', 'unknown')])).to.deep.equal(none);
    expect(scoreOf([of('high', 'unknown'), of('medium', 'pass'), of('low', 'pass')])).to.deep.equal(none);
    expect(scoreOf([of('high', 'unknown'), of('high', 'pass', 1)]), 'exactly half').to.deep.equal({
      score: 100,
      grade: 'A',
    });
  });

  it('does not count a check that is no more', () => {
    expect(scoreOf([of('high', 'pass'), { check_id: 'dns.gone', status: 'fail' }]).score).to.equal(100);
    expect(gainsOf([of('high', 'pass'), { check_id: 'dns.gone', status: 'fail' }])).to.deep.equal([0, 0]);
  });

  it('has grades from A (90) to F (below 40)', () => {
    // Steps of one point: 100 findings of one weight.
    const grade = (points: number): string | null =>
      scoreOf(Array.from({ length: 100 }, (_none, n) => of('high', n < points ? 'pass' : 'fail'))).grade;
    const seen = [100, 90, 89, 80, 79, 70, 69, 60, 59, 40, 39, 0].map(grade);
    expect(seen.join('')).to.equal('AABBCCDDEEFF');
  });

  it('tells for each finding what the score would rise by, to one decimal', () => {
    const findings = [of('high', 'fail'), of('medium', 'warn'), of('low', 'pass'), of('high', 'unknown', 1)];
    expect(gainsOf(findings)).to.deep.equal([58.8, 14.7, 0, 0]); // 10/17 and 2.5/17
    expect(gainsOf([of('high', 'unknown')])).to.deep.equal([0]);
    expect(gainsOf([])).to.deep.equal([]);
  });

  it('rises by just that when the finding is mended', () => {
    const findings = [of('high', 'fail'), of('high', 'pass', 1), of('medium', 'warn'), of('low', 'fail')];
    const before = scoreOf(findings).score ?? NaN;
    gainsOf(findings).forEach((gain, n) => {
      const mended = findings.map((finding, at) =>
        at === n ? { ...finding, status: 'pass' as const } : finding,
      );
      const rise = (scoreOf(mended).score ?? NaN) - before;
      expect(Math.abs(rise - gain), `finding ${n}`).to.be.at.most(1);
    });
  });

  it('names the three mends of most gain', () => {
    const findings = [
      { ...of('low', 'fail'), domain: 'a' },
      { ...of('medium', 'fail'), domain: 'b' },
      { ...of('high', 'pass'), domain: 'c' },
      { ...of('high', 'fail', 1), domain: 'd' },
      { ...of('high', 'unknown', 2), domain: 'e' },
      { ...of('low', 'warn', 1), domain: 'f' },
    ];
    expect(bestMends(findings).map(({ domain }) => domain)).to.deep.equal(['d', 'b', 'a']);
    expect(bestMends(findings, 1).map(({ domain }) => domain)).to.deep.equal(['d']);
    expect(bestMends([of('high', 'pass'), of('low', 'unknown')])).to.deep.equal([]);
  });

  it('puts, of the same gain, the more severe first, then by the id', () => {
    const [medium, high] = [of('medium', 'fail'), of('high', 'warn')];
    expect(bestMends([medium, high]), 'five points each').to.deep.equal([high, medium]);
    const lows = ids('low').map((id): Judged => ({ check_id: id, status: 'fail' }));
    const first = [...ids('low')].sort().slice(0, 3);
    expect(bestMends(lows.reverse()).map(({ check_id }) => check_id)).to.deep.equal(first);
  });
});
