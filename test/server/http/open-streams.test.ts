import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError } from '../../../server/core/errors.js';
import { createOpenStreams } from '../../../server/http/open-streams.js';

const nothing = (): void => undefined;

function refusal(task: () => unknown): ApiError {
  try {
    task();
  } catch (error) {
    return error as ApiError;
  }
  throw new Error('It was not refused.');
}

describe('The desk of open streams', () => {
  it('admits 200 of a process, and as many again as have left [R-34]', () => {
    const desk = createOpenStreams();
    const leave = Array.from({ length: 200 }, (_, n) => desk.admit(1 + Math.floor(n / 10), nothing));
    const refused = refusal(() => desk.admit(99, nothing));
    expect(refused).to.include({ status: 503, code: 'busy' });
    expect(refused.extras.retryAfter).to.be.within(1, 60);
    leave[0]?.();
    // Leaving twice must not make room twice.
    leave[0]?.();
    desk.admit(99, nothing);
    expect(refusal(() => desk.admit(100, nothing)).code).to.equal('busy');
  });

  it('admits ten of a user', () => {
    const desk = createOpenStreams();
    for (let n = 0; n < 10; n += 1) desk.admit(1, nothing);
    expect(refusal(() => desk.admit(1, nothing)).code).to.equal('busy');
    desk.admit(2, nothing);
  });

  it('ends all when it closes, and admits none after that', () => {
    const desk = createOpenStreams();
    const ended: number[] = [];
    for (const user of [1, 2, 3]) desk.admit(user, () => ended.push(user));
    desk.endAll();
    expect(ended).to.deep.equal([1, 2, 3]);
    expect(refusal(() => desk.admit(4, nothing)).code).to.equal('busy');
  });

  it('runs three jobs at a time, in turn, also when some fail [R-34]', async () => {
    const desk = createOpenStreams();
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const jobs = Array.from({ length: 20 }, (_, n) =>
      desk.inTurn(async () => {
        begun.push(n);
        running += 1;
        most = Math.max(most, running);
        await sleep(1 + (n % 3));
        running -= 1;
        if (n % 4 === 0) throw new Error('It fails.');
      }),
    );
    const results = await Promise.allSettled(jobs);
    expect(results.filter(({ status }) => status === 'rejected')).to.have.length(5);
    expect(most).to.equal(3);
    expect(begun).to.deep.equal(Array.from({ length: 20 }, (_, n) => n));
  });
});
