/** What other people notice of it when many sign in. */
import { rangeOf, ratiosOf, showRange } from '../../numbers.js';
import { cookieOf } from '../../seed/people.js';
import type { Extent, Table } from '../../suite.js';
import { Api } from './api.js';
import { duration, figureRange, p99 } from './figures.js';
import type { PaceAnswer, PaceJob } from './pace.js';
import type { Program } from './program.js';
import { drain, PEOPLE, roundsOf, secondsOf, signInOf, signIns, type Scene } from './sign-in-scene.js';

/** All who come in a rush. */
const RUSH: Record<Extent, number> = { smoke: 100, quick: 500, full: 500 };

/** Requests of others in a second: few enough that they do not wait for each other. */
const PACE = 100;

/** Asks as the others do, from a process of its own. */
export type Others = Program<PaceJob, PaceAnswer>;

/** The time that one in a hundred of the others waits longer than, in milliseconds, of each round. */
interface Waits {
  alone: number[];
  among: number[];
}

/** Somebody else's requests: by themselves, and while people sign in. */
export async function measureOthers(scene: Scene, others: Others): Promise<Waits> {
  const { stage, server } = scene;
  const path = '/api/auth/me';
  const wait = async (seconds: number): Promise<number> => {
    const job = { url: server.url, path, headers: cookieOf(1), perSecond: PACE, seconds };
    const answer = await others.run(job);
    if ('problem' in answer) throw new Error(answer.problem);
    return p99(answer.times);
  };
  const waits: Waits = { alone: [], among: [] };
  await wait(1);
  for (let round = 0; round < roundsOf(stage); round += 1) {
    waits.alone.push(await wait(secondsOf(stage)));
    const load = stage.load(signIns(scene, roundsOf(stage) + round));
    waits.among.push(await wait(secondsOf(stage)));
    await load;
    await drain(scene);
  }
  return waits;
}

/** What became of those who came at once. */
interface Rush {
  statuses: Map<number, number>;
  /** Of those that were told to come back, how many were told when. */
  told: number;
  seconds: number;
}

/** So many people press the button in one moment, once each. */
export async function measureRush({ stage, server, users }: Scene): Promise<Rush> {
  const api = new Api(server.url);
  const begun = performance.now();
  const answers = await Promise.all(
    Array.from({ length: RUSH[stage.extent] }, (_, n) => {
      const { headers, body } = signInOf(1_000_000 + n, users);
      return api.ask('/api/auth/login', { method: 'POST', headers, body: JSON.parse(body) as unknown });
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  api.close();
  const statuses = new Map<number, number>();
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const told = answers.filter(
    ({ status, headers }) => status === 503 && /^\d+$/.test(headers['retry-after'] ?? ''),
  );
  return { statuses, told: told.length, seconds };
}

export function othersTable({ alone, among }: Waits, rush: Rush, extent: Extent): Table {
  const refused = rush.statuses.get(503) ?? 0;
  const others = [...rush.statuses].filter(([status]) => status !== 200 && status !== 503);
  return {
    title: 'Others while people sign in',
    about:
      `GET /api/auth/me ${PACE} times a second from a process of its own, each counted from when it was due: by ` +
      `itself, and while ${PEOPLE} people sign in, who all begin at once; of each round the time that one in a hundred ` +
      `waits longer than. Then ${RUSH[extent]} people sign in within one moment, once each.`,
    columns: ['', 'measured'],
    rows: [
      ['p99 of others, by themselves (ms)', figureRange(rangeOf(alone))],
      [`p99 of others while ${PEOPLE} people sign in (ms)`, figureRange(rangeOf(among))],
      ['ratio of the two', showRange(rangeOf(ratiosOf(among, alone)))],
      [`of ${RUSH[extent]} at once: signed in`, `${rush.statuses.get(200) ?? 0}`],
      [`of ${RUSH[extent]} at once: 503`, `${refused}, ${rush.told} of them with Retry-After`],
      ['until the last of them was answered', duration(rush.seconds * 1000)],
    ],
    remarks: others.map(([status, count]) => `**${count} were answered ${status}.**`),
  };
}
