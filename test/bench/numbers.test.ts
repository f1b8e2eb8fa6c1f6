/** The arithmetic of the benchmark's report. */
import { expect } from 'chai';
import {
  isTooNoisy,
  NOISE,
  noiseRemarks,
  percentile,
  rangeOf,
  ratiosOf,
  showNumber,
  showOr,
  showRange,
} from '../../scripts/bench/numbers.js';

describe("The benchmark's arithmetic", () => {
  it('takes the middle one of an odd number of values, and the mean of the middle two of an even one', () => {
    expect(rangeOf([9, 1, 10])).to.deep.equal({ median: 9, low: 1, high: 10 });
    expect(rangeOf([4, 1, 10, 2])).to.deep.equal({ median: 3, low: 1, high: 10 });
    expect(rangeOf([7])).to.deep.equal({ median: 7, low: 7, high: 7 });
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    rangeOf(values);
    expect(values).to.deep.equal([3, 1, 2]);
  });

  it('makes no figure of nothing', () => {
    expect(() => rangeOf([])).to.throw('nothing');
    expect(() => rangeOf([1, NaN])).to.throw('nothing');
    expect(() => rangeOf([1, Infinity])).to.throw('nothing');
  });

  it('compares round by round, so that a slow round of both is no difference', () => {
    expect(ratiosOf([50, 5], [100, 10])).to.deep.equal([0.5, 0.5]);
    expect(() => ratiosOf([1], [1, 2])).to.throw('same rounds');
  });

  it('finds percentiles by the nearest rank', () => {
    const values = Array.from({ length: 200 }, (_, index) => index + 1);
    expect(percentile(values, 0.5)).to.equal(100);
    expect(percentile(values, 0.99)).to.equal(198);
    expect(percentile(values, 1)).to.equal(200);
    expect(percentile([5], 0.01)).to.equal(5);
  });

  it('says that a machine was too noisy as soon as one round of the control is off, to either side', () => {
    expect(isTooNoisy([1, 1 + NOISE - 0.01, 1 - NOISE + 0.01])).to.equal(false);
    expect(isTooNoisy([1, 1, 1 + NOISE + 0.01])).to.equal(true);
    expect(isTooNoisy([1 - NOISE - 0.01])).to.equal(true);
    expect(noiseRemarks([1.05, 0.96])).to.deep.equal([]);
    expect(noiseRemarks([1.05, 0.5]).join()).to.match(/too noisy to compare.* 0\.50 to 1\.05 /);
  });

  it('shows a range with its ends, thousands apart, and says what nobody knows', () => {
    expect(showRange({ median: 0.428, low: 0.4, high: 0.4555 })).to.equal('0.43 (0.40–0.46)');
    expect(showNumber(12_345.6)).to.equal('12,346');
    expect(showOr(null, showNumber)).to.equal('not known');
    expect(showOr(0, showNumber)).to.equal('0');
  });
});
