/** Sign-ins beside what argon2 alone would allow, and what other people notice of them. */
import { availableParallelism } from 'node:os';
import { PASSWORD } from '../seed/people.js';
import type { Stage, Suite, Table } from '../suite.js';
import { startProgram } from './support/program.js';
import { measureOthers, measureRush, othersTable, type Others } from './support/sign-in-others.js';
import { drain, roundsOf, secondsOf, signIns, type Scene } from './support/sign-in-scene.js';
import { measureThroughput, throughputTable, type Ceiling } from './support/sign-in-throughput.js';

/** The proxy in front, as whom the suite tells everybody's address: guesses are limited by it. */
const ENV = { TRUST_PROXY: '127.0.0.1', SCAN_CONCURRENCY: '0' };

async function hashOf(stage: Stage, database: string): Promise<string> {
  const client = await stage.postgres.connect(database);
  try {
    const { rows } = await client.query<{ hash: string }>(
      'select password_hash as hash from users where id = 1',
    );
    return rows[0]?.hash ?? '';
  } finally {
    await client.end();
  }
}

/** Rounds of sign-ins before the first that is counted: until then V8 still learns. */
const WARM_UP = 2;

/** So many people that hardly anybody comes twice, which would be from a browser that they never used before. */
const MANY = 20_000;

async function run(stage: Stage): Promise<Table[]> {
  const size = stage.sizes.find(({ users }) => users >= MANY) ?? stage.sizes.at(-1);
  if (size === undefined) return [];
  const database = await stage.seeded(size);
  const hash = await hashOf(stage, database);
  const server = await stage.startClearview(database, ENV);
  const ceiling: Ceiling = startProgram('argon2-ceiling.ts', {
    UV_THREADPOOL_SIZE: `${Math.max(4, availableParallelism())}`,
  });
  const others: Others = startProgram('pace.ts');
  const scene: Scene = { stage, server, users: size.users, hash };
  try {
    // The first sign-in waits for what is made once; so does the first of the program beside it.
    await drain(scene);
    await ceiling.run({ by: 'argon2', hash, password: PASSWORD, atOnce: 1, seconds: 0.2 });
    await stage.load({ ...signIns(scene, 2 * roundsOf(stage)), seconds: WARM_UP * secondsOf(stage) });
    await drain(scene);
    const throughput = throughputTable(await measureThroughput(scene, ceiling));
    const waits = await measureOthers(scene, others);
    return [throughput, othersTable(waits, await measureRush(scene), stage.extent)];
  } finally {
    await Promise.all([ceiling.stop(), others.stop()]);
    await server.stop();
  }
}

export const suite: Suite = { name: 'sign-in', run };
