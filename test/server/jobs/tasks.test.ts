import { expect } from 'chai';
import { choreTasks, CRON } from '../../../server/worker/tasks.js';
import { startTestApp, type TestApp } from '../../support/app.js';

describe('What a worker does by itself', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('comes again by the clock, every one of its tasks', () => {
    const minutely = ['schedule', 'proofs'];
    expect(CRON.map(({ task }) => task)).to.have.members(Object.keys(choreTasks(app.deps)));
    const noon = { hour: 12, date: 3, month: 7, dow: 5 };
    for (const item of CRON.filter(({ task }) => minutely.includes(task))) {
      for (let min = 0; min < 60; min += 1) expect(item.match({ min, ...noon }), item.task).to.equal(true);
    }
  });
});
