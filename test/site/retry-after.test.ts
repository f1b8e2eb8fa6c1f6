import { expect } from 'chai';
import { retryAfterSeconds } from '../../site/api/retry-after.js';

describe('Retry-After', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');

  it('reads seconds', () => {
    expect(retryAfterSeconds('120', now)).to.equal(120);
  });

  it('reads a date, and a past one as now', () => {
    expect(retryAfterSeconds('Tue, 01 Jan 2030 00:01:30 GMT', now)).to.equal(90);
    expect(retryAfterSeconds('Mon, 31 Dec 2029 00:00:00 GMT', now)).to.equal(0);
  });

  it('is unknown when absent or neither', () => {
    expect(retryAfterSeconds(null, now)).to.equal(null);
    expect(retryAfterSeconds(' ', now)).to.equal(null);
    expect(retryAfterSeconds('soon', now)).to.equal(null);
  });
});
