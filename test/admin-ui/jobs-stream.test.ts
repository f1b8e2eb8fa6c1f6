/** How the console follows scans, and writes what it hears wherever a scan is shown. */
import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import type { Job } from '../../admin-ui/src/jobs/job';
import { showJob, shownStates } from '../../admin-ui/src/jobs/jobsInCache';
import { seedJob, seedTenant } from '../support/tenants.js';
import { until, useConsole } from './support/console.js';
import { json } from './support/gateway.js';

describe('console: live jobs', () => {
  const use = useConsole();
  const states: string[] = [];
  const starts: number[][] = [];
  const heard: [id: number, state: string][] = [];
  const gone: number[] = [];
  let stop = () => undefined as void;

  function watch(): void {
    stop = use.providers.watchJobs({
      onStart: (alive) => starts.push(alive.map(({ id }) => id)),
      onJob: ({ id, state }) => heard.push([id, state]),
      onGone: (id) => gone.push(id),
      onState: (state) => states.push(state),
    });
  }

  beforeEach(() => {
    for (const list of [states, starts, heard, gone]) list.length = 0;
  });

  afterEach(async () => {
    stop();
    await use.app.db('tenants').delete();
  });

  it('hears at first what waits and runs, then each change, and what is gone', async () => {
    const { id: tenant } = await seedTenant(use.app, { name: 'Acme' });
    const waiting = await seedJob(use.app, tenant);
    await seedJob(use.app, tenant, { state: 'failed', finished_at: new Date() });
    watch();
    await until(() => starts.length > 0);
    expect(use.sent('/api/jobs').map(({ path }) => path)).to.deep.equal(['/api/jobs/stream']);
    expect(starts).to.deep.equal([[waiting]]);
    await use.providers.dataProvider.cancelJob(waiting);
    await until(() => heard.some(([id, state]) => id === waiting && state === 'cancelled'));
    const { id: next } = await use.providers.dataProvider.retryJob(waiting);
    await until(() => heard.some(([id, state]) => id === next && state === 'queued'));
    await use.admin.delete(`/api/tenants/${tenant}`).send({ name: 'Acme' });
    await until(() => gone.includes(next) && gone.includes(waiting));
  });

  describe('over a break', () => {
    let response: ServerResponse | undefined;

    /** Takes the next connection in the server's place, and tells of these at its start. */
    function takeLine(...ids: number[]): void {
      use.gateway.instead('/api/jobs/stream', (_request, answer) => {
        response = answer;
        answer.writeHead(200, { 'Content-Type': 'text/event-stream' });
        answer.write('retry: 10\n\n');
        answer.write(`event: jobs\ndata: ${JSON.stringify(ids.map((id) => ({ id })))}\n\n`);
      });
    }

    it('is told anew what waits and runs', async () => {
      takeLine(1, 2);
      watch();
      await until(() => starts.length === 1);
      takeLine(2);
      response?.destroy();
      await until(() => starts.length === 2);
      expect(starts).to.deep.equal([[1, 2], [2]]);
      expect(states.slice(0, 4)).to.deep.equal(['connecting', 'live', 'connecting', 'live']);
    });

    it('holds no connection while nobody looks, and is told anew afterwards', async () => {
      takeLine(1);
      watch();
      await until(() => starts.length === 1);
      use.window.hide(true);
      await until(() => response?.destroyed === true);
      expect(states.at(-1)).to.equal('off');
      takeLine(3);
      use.window.hide(false);
      await until(() => starts.length === 2);
      expect(starts.at(-1)).to.deep.equal([3]);
    });

    it('tries again later when it is refused', async () => {
      use.gateway.instead('/api/jobs/stream', json(503, { detail: 'No.', code: 'busy' }));
      watch();
      await until(() => use.sent('/api/jobs/stream').length === 1);
      takeLine(4);
      await until(() => starts.length === 1);
      expect(starts).to.deep.equal([[4]]);
    });
  });

  describe('in what the pages show', () => {
    const cache = () => use.providers.queryClient;
    const job = (part: Partial<Job>) => ({ id: 7, tenant_id: 3, state: 'running', ...part }) as Job;
    const inShort = { id: 7, state: 'running', checks_done: 1, checks_total: 9 };

    beforeEach(() => {
      cache().clear();
      cache().setQueryData(['jobs', 'getList', { filter: 'a' }], {
        data: [job({}), job({ id: 8 })],
        total: 2,
      });
      cache().setQueryData(['jobs', 'getOne', { id: '7' }], job({}));
      cache().setQueryData(['jobs', 'getOne', { id: '8' }], job({ id: 8, state: 'queued' }));
      cache().setQueryData(['tenants', 'getList', {}], {
        data: [
          { id: 3, job: inShort },
          { id: 4, job: null },
        ],
      });
      cache().setQueryData(['tenants', 'getOne', { id: '3' }], { id: 3, name: 'Acme', job: inShort });
    });

    after(() => cache().clear());

    const get = (...key: unknown[]) => cache().getQueryData(key);

    it('writes progress in lists, on its page and on its tenant, and nowhere else', () => {
      const now = job({ checks_done: 5, checks_total: 9 });
      showJob(cache(), now);
      expect(get('jobs', 'getList', { filter: 'a' })).to.deep.equal({
        data: [now, job({ id: 8 })],
        total: 2,
      });
      expect(get('jobs', 'getOne', { id: '7' })).to.deep.equal(now);
      expect(get('jobs', 'getOne', { id: '8' })).to.deep.equal(job({ id: 8, state: 'queued' }));
      const alive = { ...inShort, checks_done: 5 };
      expect(get('tenants', 'getOne', { id: '3' })).to.deep.equal({ id: 3, name: 'Acme', job: alive });
      expect(get('tenants', 'getList', {})).to.deep.equal({
        data: [
          { id: 3, job: alive },
          { id: 4, job: null },
        ],
      });
    });

    it('takes a scan that is over from its tenant, unless another runs there by now', () => {
      showJob(cache(), job({ id: 6, state: 'succeeded' }));
      expect(get('tenants', 'getOne', { id: '3' })).to.deep.include({ job: inShort });
      showJob(cache(), job({ state: 'succeeded' }));
      expect(get('tenants', 'getOne', { id: '3' })).to.deep.equal({ id: 3, name: 'Acme', job: null });
    });

    it('makes nothing of lists that have not come', () => {
      cache().clear();
      showJob(cache(), job({}));
      expect(cache().getQueryCache().getAll()).to.have.length(0);
    });

    it('knows the state of each scan that is shown, by what shows most of it', () => {
      cache().setQueryData(['jobs', 'getOne', { id: '9' }], job({ id: 9, state: 'failed' }));
      cache().setQueryData(['tenants', 'getList', { page: 2 }], {
        data: [{ id: 5, job: { ...inShort, id: 10 } }],
      });
      expect([...shownStates(cache())].sort(([one], [other]) => one - other)).to.deep.equal([
        [7, 'running'],
        [8, 'running'],
        [9, 'failed'],
        [10, 'running'],
      ]);
    });
  });
});
