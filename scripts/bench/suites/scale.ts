/** One process beside two on this machine. */
import { rangeOf, ratiosOf, showRange } from '../numbers.js';
import { cookieOf } from '../seed/people.js';
import type { Load, RunningServer, Stage, Suite, Table } from '../suite.js';
import { Api } from './support/api.js';
import { duration, figureRange, megabytes } from './support/figures.js';
import { QUIET } from './support/houses.js';

const PROCESSES = [1, 2] as const;

interface Measured {
  processes: number;
  loads: Load[];
  memory: number | null;
}

/** Different people, as no two of them meet in one row of the database. */
async function ask(stage: Stage, server: RunningServer, seconds: number): Promise<Load> {
  const requests = Array.from({ length: 500 }, (_, n) => ({ headers: cookieOf(1 + n) }));
  return stage.load({ url: `${server.url}/api/auth/me`, requests, connections: stage.connections, seconds });
}

/** The first answers of a process take their time, however long that is on this machine. */
async function wake(server: RunningServer): Promise<void> {
  const api = new Api(server.url);
  for (let n = 0; n < 10; n += 1) {
    await Promise.all(PROCESSES.map(() => api.must('/api/auth/me', { headers: cookieOf(1) })));
  }
  api.close();
}

async function measure(stage: Stage, servers: RunningServer[]): Promise<Measured[]> {
  const measured = PROCESSES.map((processes): Measured => ({ processes, loads: [], memory: null }));
  for (const server of servers) await wake(server);
  for (let round = 0; round < stage.rounds; round += 1) {
    for (const [index, server] of servers.entries()) {
      // Caches of this machine were the other's a moment ago.
      await ask(stage, server, Math.min(1, stage.seconds));
      measured[index]?.loads.push(await ask(stage, server, stage.seconds));
    }
  }
  for (const [index, server] of servers.entries()) {
    const one = measured[index];
    if (one !== undefined) one.memory = await server.memoryBytes();
  }
  return measured;
}

function toTable(measured: Measured[], connections: number): Table {
  const rates = ({ loads }: Measured): number[] => loads.map(({ rate }) => rate);
  const [one] = measured;
  const rows = measured.map((some): string[] => [
    `WEB_CONCURRENCY=${some.processes}`,
    figureRange(rangeOf(rates(some))),
    showRange(rangeOf(ratiosOf(rates(some), one === undefined ? [] : rates(one)))),
    duration(rangeOf(some.loads.map(({ p50 }) => p50)).median),
    duration(rangeOf(some.loads.map(({ p99 }) => p99)).median),
    megabytes(some.memory),
  ]);
  return {
    title: 'One process and two',
    about:
      `GET /api/auth/me over ${connections} connections, in turns. PostgreSQL and whoever asks are on the same ` +
      'cores, so that the second process only gets what these leave.',
    columns: ['', 'a second', 'x one process', 'p50', 'p99', 'memory'],
    rows,
  };
}

async function run(stage: Stage): Promise<Table[]> {
  const [size] = stage.sizes;
  if (size === undefined) return [];
  const database = await stage.seeded(size);
  const servers: RunningServer[] = [];
  try {
    for (const processes of PROCESSES) {
      servers.push(await stage.startClearview(database, { ...QUIET, WEB_CONCURRENCY: `${processes}` }));
    }
    return [toTable(await measure(stage, servers), stage.connections)];
  } finally {
    for (const server of servers) await server.stop();
  }
}

export const suite: Suite = { name: 'scale', run };
