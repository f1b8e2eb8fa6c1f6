/**
 * The authenticated GET, which is what every request costs: Clearview beside the bare limit and what people would
 * use instead, in turns, each warmed up again right before it is measured.
 */
import path from 'node:path';
import { accountOf, CONTENDERS, type Contender } from '../contenders.js';
import { noiseRemarks, rangeOf, ratiosOf, showNumber, showOr, showRange } from '../numbers.js';
import { cookieOf, userName } from '../seed/people.js';
import type { Load, LoadJob, RunningServer, Stage, Suite, Table } from '../suite.js';

/** People who are there at once, as far as the database has so many. */
const SESSIONS = 20_000;
/** Of the time that is measured: how long each is warmed up before it. */
const WARM_UP = 0.5;
/** Seconds of load before the first round: until then V8 still learns, and the more of a program there is, the longer. */
const FIRST_WARM_UP = 3;

interface Entry {
  contender: Contender;
  server: RunningServer;
}

/** One contender in one round. */
interface Turn {
  load: Load;
  /** Seconds of CPU for each answer. */
  serverCpu: number | null;
  postgresCpu: number | null;
  memory: number | null;
}

interface Plan {
  stage: Stage;
  database: string;
  sessions: number;
}

/** It has to be the right answer: of that account, and to nobody without a session. */
async function assertAnswers({ contender, server }: Entry, n: number): Promise<void> {
  const url = `${server.url}${contender.path}`;
  const answer = await fetch(url, { headers: contender.cookie(n) });
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes(userName(accountOf(n))))
    throw new Error(`${contender.title} answers session ${n} with ${answer.status} ${text}`);
  const refused = await fetch(url);
  if (refused.status !== 401)
    throw new Error(`${contender.title} answers ${refused.status} to whoever has no session.`);
}

/**
 * Sessions are renewed once a minute. Between its turns all of them would wait for that, so that they would be
 * renewed at once at the beginning of each; people come evenly, and so they were seen evenly over the last minute.
 */
async function spreadRenewals({ stage, database }: Plan): Promise<void> {
  const client = await stage.postgres.connect(database);
  try {
    await client.query(
      "update user_sessions set last_seen_at = now() - make_interval(secs => public_id % 600 / 10.0) where last_seen_at > now() - interval '1 day'",
    );
    await client.query('vacuum user_sessions');
  } finally {
    await client.end();
  }
}

const each = (all: number | null, before: number | null, count: number): number | null =>
  all === null || before === null ? null : (all - before) / count;

function jobOf({ stage, sessions }: Plan, { contender, server }: Entry): Omit<LoadJob, 'seconds'> {
  const requests = Array.from({ length: sessions }, (_, index) => ({ headers: contender.cookie(index + 1) }));
  return { url: `${server.url}${contender.path}`, requests, connections: stage.connections };
}

async function takeTurn(plan: Plan, entry: Entry): Promise<Turn> {
  const { contender, server } = entry;
  const { stage } = plan;
  const { seconds } = stage;
  const job = jobOf(plan, entry);
  if (contender.renews === true) await spreadRenewals(plan);
  await stage.load({ ...job, seconds: seconds * WARM_UP });
  const before = await Promise.all([server.cpuSeconds(), stage.postgres.cpuSeconds()]);
  const load = await stage.load({ ...job, seconds });
  const after = await Promise.all([server.cpuSeconds(), stage.postgres.cpuSeconds()]);
  return {
    load,
    serverCpu: each(after[0], before[0], load.count),
    postgresCpu: each(after[1], before[1], load.count),
    memory: await server.memoryBytes(),
  };
}

const known = (values: (number | null)[]): number | null => {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : rangeOf(told).median;
};

const MICROSECONDS = 1e6;
const MB = 1e6;

function row(title: string, turns: readonly Turn[], ratios: readonly number[]): string[] {
  const micros = (values: (number | null)[]): string =>
    showOr(known(values), (value) => showNumber(value * MICROSECONDS));
  return [
    title,
    showRange(rangeOf(ratios)),
    showNumber(rangeOf(turns.map(({ load }) => load.rate)).median),
    showNumber(rangeOf(turns.map(({ load }) => load.p50)).median, 1),
    showNumber(rangeOf(turns.map(({ load }) => load.p99)).median, 1),
    micros(turns.map(({ serverCpu }) => serverCpu)),
    micros(turns.map(({ postgresCpu }) => postgresCpu)),
    showOr(known(turns.map(({ memory }) => memory)), (bytes) => showNumber(bytes / MB)),
  ];
}

const COLUMNS = [
  'Who is asked',
  '× limit',
  'a second',
  'p50, ms',
  'p99, ms',
  'CPU of the server, µs',
  'CPU of PostgreSQL, µs',
  'memory, MB',
];

const CONTROL = 'the limit once more: the control';

/** @param turns by contender, the control as the last one */
function tableOf(plan: Plan, turns: readonly (readonly Turn[])[]): Table {
  const rates = turns.map((list) => list.map(({ load }) => load.rate));
  const [first = [], control = []] = [rates[0], rates.at(-1)];
  // What both turns of a round have in common is the machine at that time.
  const limit = first.map((rate, round) => (rate + (control[round] ?? rate)) / 2);
  const titles = [...CONTENDERS.map(({ title }) => title), CONTROL];
  const base = (index: number): number[] => (index === titles.length - 1 ? first : limit);
  const { connections, rounds, seconds } = plan.stage;
  return {
    title: 'Who is signed in',
    about:
      `The authenticated GET, one process each, ${connections} connections, ${showNumber(plan.sessions)} living sessions ` +
      'in turn, each of them renewed once a minute where that is done; express-session with connect-pg-simple updates ' +
      `its row at every request, as it does by default. ${rounds} rounds of ${seconds} s. “× limit” is the answers a ` +
      'second divided by the mean of the limit and its control in the same round, so that the row of the limit itself ' +
      'need not be 1.00; the control is divided by the limit alone. It is the median, and the lowest and highest.',
    columns: COLUMNS,
    rows: titles.map((title, index) => {
      const own = turns[index] ?? [];
      return row(title, own, ratiosOf(rates[index] ?? [], base(index)));
    }),
    remarks: noiseRemarks(ratiosOf(control, first)),
  };
}

async function startAll(plan: Plan): Promise<Entry[]> {
  const { stage, database, sessions } = plan;
  const entries: Entry[] = [];
  for (const contender of CONTENDERS) {
    const server = await contender.start(stage, database);
    entries.push({ contender, server });
    const client = await stage.postgres.connect(database);
    try {
      await contender.fill?.(client, sessions);
    } finally {
      await client.end();
    }
    for (const n of [1, sessions]) await assertAnswers({ contender, server }, n);
  }
  return entries;
}

async function measure(plan: Plan, entries: readonly Entry[]): Promise<Turn[][]> {
  const [limit] = entries;
  const order = limit === undefined ? [] : [...entries, limit];
  const turns: Turn[][] = order.map(() => []);
  if (plan.stage.extent !== 'smoke')
    for (const entry of entries) await plan.stage.load({ ...jobOf(plan, entry), seconds: FIRST_WARM_UP });
  for (let round = 1; round <= plan.stage.rounds; round += 1) {
    plan.stage.say(`  round ${round} of ${plan.stage.rounds}`);
    // There and back again: the limit and its control take turns at being the first, whom the others slow down least.
    const inTurn = [...order.entries()];
    if (round % 2 === 0) inTurn.reverse();
    for (const [index, entry] of inTurn) turns[index]?.push(await takeTurn(plan, entry));
  }
  return turns;
}

/** A process of its own, as a profile covers its whole life. */
async function profile(plan: Plan, folder: string): Promise<void> {
  const { stage, database, sessions } = plan;
  const options = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const server = await stage.startClearview(database, {}, options);
  const requests = Array.from({ length: sessions }, (_, index) => ({ headers: cookieOf(index + 1) }));
  const { connections, seconds } = stage;
  await stage.load({ url: `${server.url}/api/auth/me`, requests, connections, seconds: seconds * 2 });
  await server.stop();
  stage.say(
    `A CPU profile is in ${path.relative(process.cwd(), folder)}: open it in the tools of a browser.`,
  );
}

export const suite: Suite = {
  name: 'me',
  async run(stage) {
    const size = stage.sizes.find(({ users }) => users >= SESSIONS) ?? stage.sizes.at(-1);
    if (size === undefined) return [];
    const database = await stage.seeded(size);
    const plan = { stage, database, sessions: Math.min(size.users, SESSIONS) };
    const entries = await startAll(plan);
    try {
      const table = tableOf(plan, await measure(plan, entries));
      if (stage.profileFolder !== undefined) await profile(plan, stage.profileFolder);
      return [table];
    } finally {
      await Promise.all(entries.map(({ server }) => server.stop()));
    }
  },
};
