/**
 * No contender, but what loads them: autocannon, in a process of its own that stays, so that its own code is warm
 * too. Each message is a job (../suite.ts); the answer is what came of it, or why nothing did.
 */
import process from 'node:process';
import autocannon, { type Request } from 'autocannon';
import type { Answered, Job } from './load-messages.js';

/** Which requests a connection sends: every so-manieth, so that no two send the same. */
function shareOf(requests: readonly Request[], connection: number, connections: number): Request[] {
  const share = requests.filter((_request, index) => index % connections === connection);
  const first = requests[connection % requests.length];
  return share.length > 0 || first === undefined ? share : [first];
}

function run(job: Job): Promise<Answered> {
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let connection = 0;
  const { url, method, connections, seconds } = job;
  const setupClient = (client: { setRequests(requests: Request[]): void }): void => {
    client.setRequests(shareOf(job.requests, connection, connections));
    connection += 1;
  };
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let last = started;
    const options = { url, method, connections, duration: seconds, sampleInt: 50, setupClient };
    const events = autocannon(options, (error, { errors, timeouts }) => {
      if (error !== null) reject(error);
      else resolve({ statuses, times, failures: errors + timeouts, seconds: (last - started) / 1000 });
    });
    events.on('response', (_client: unknown, status: number, _bytes: number, time: number) => {
      last = performance.now();
      statuses[status] = (statuses[status] ?? 0) + 1;
      times.push(time);
    });
  });
}

process.on('message', (job: Job) => {
  run(job).then(
    (answered) => process.send?.(answered),
    (error: Error) => process.send?.({ problem: error.message }),
  );
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0));
