/** Lists: every page, order, filter and search in a big database beside the same in one of 1,000 rows. */
import type { ListSpec } from '../../../server/http/list-query.js';
import type { Extent, Size, Stage, Suite, Table } from '../suite.js';
import type { Api } from './support/api.js';
import { duration, figure, median } from './support/figures.js';
import { inHouses, type House } from './support/houses.js';
import { callsOf, cursorIn, LISTS, type Call } from './support/list-calls.js';
import { factsOf } from './support/list-facts.js';
import { LIMIT, overLimit, ratioOf, worstOfEach, type Compared } from './support/list-worst.js';

/** How often a call is made at each size; and how long a slow one may go on, in milliseconds. */
const ROUNDS: Record<Extent, number> = { smoke: 1, quick: 3, full: 11 };
const PATIENCE: Record<Extent, number> = { smoke: 1_000, quick: 1_500, full: 15_000 };

/** A call in one database, and how long it took. */
interface Timed {
  times: number[];
  /** The status of the last answer that was no page. */
  refused: number | null;
}

async function callsIn(stage: Stage, house: House, spec: ListSpec): Promise<Map<string, Call>> {
  const client = await stage.postgres.connect(house.database);
  try {
    const facts = await factsOf(spec, client);
    const ask = async (path: string): Promise<string | null> =>
      cursorIn((await house.api.must(path)).headers.link?.toString());
    const calls = await callsOf(spec, facts, stage.extent, ask);
    return new Map(calls.map((call) => [`${call.kind}: ${call.name}`, call]));
  } finally {
    await client.end();
  }
}

async function once(api: Api, call: Call, timed: Timed): Promise<void> {
  const { status, ms, body } = await api.ask(call.path);
  timed.times.push(ms);
  // A page that takes too long is given up, and that is told; a call that is no call is a slip of this suite.
  if (status >= 400 && status < 500) throw new Error(`${call.path} was answered ${status}: ${body}`);
  if (status !== 200) timed.refused = status;
}

/** One call in both databases, turn about; the first of each is not counted. */
async function measure(stage: Stage, pairs: [Api, Call][], rounds: number): Promise<Timed[]> {
  const timed = pairs.map((): Timed => ({ times: [], refused: null }));
  for (const [api, call] of pairs) await api.ask(call.path);
  let spent = 0;
  for (let round = 0; round < rounds && spent < PATIENCE[stage.extent]; round += 1) {
    for (const [index, [api, call]] of pairs.entries()) {
      const one = timed[index] as Timed;
      await once(api, call, one);
      spent += one.times.at(-1) ?? 0;
    }
  }
  return timed;
}

const merge = (first: Timed, second: Timed): Timed => ({
  times: [...first.times, ...second.times],
  refused: second.refused ?? first.refused,
});

/** What looks slow is measured again, longer: on a busy machine something always does. */
async function compare(stage: Stage, small: House, big: House, calls: [Call, Call]): Promise<Compared> {
  const pairs: [Api, Call][] = [
    [small.api, calls[0]],
    [big.api, calls[1]],
  ];
  const rounds = ROUNDS[stage.extent];
  const judge = (timed: Timed[]): Compared => ({
    ...calls[0],
    small: median(timed[0]?.times ?? []),
    big: median(timed[1]?.times ?? []),
    failed: timed.some(({ refused }) => refused !== null),
  });
  const first = await measure(stage, pairs, rounds);
  if (ratioOf(judge(first)) <= LIMIT || stage.extent === 'smoke') return judge(first);
  const second = await measure(stage, pairs, rounds * 2);
  return judge(first.map((timed, index) => merge(timed, second[index] as Timed)));
}

async function compareList(stage: Stage, small: House, big: House, spec: ListSpec): Promise<Compared[]> {
  stage.say(`the list of ${spec.resource} at ${big.size.name}`);
  const [inSmall, inBig] = [await callsIn(stage, small, spec), await callsIn(stage, big, spec)];
  const compared: Compared[] = [];
  for (const [key, call] of inBig) {
    const same = inSmall.get(key);
    if (same !== undefined) compared.push(await compare(stage, small, big, [same, call]));
  }
  return compared;
}

const ABOUT =
  'Pages of 25 rows over HTTP from a warm server, both sizes turn about. Of each list and kind of call the one ' +
  'with the highest ratio to the same call in the database of 1,000 rows, and its median times. A deep page ' +
  'begins in the middle of the list; orders go by every sortable column in both directions.';

function toTable(size: Size, all: Compared[]): Table {
  const told = ({ failed, big, small }: Compared): string[] => [
    duration(small),
    failed ? `gave up after ${duration(big)}` : duration(big),
  ];
  const rows = worstOfEach(all).map(({ worst, of }) => [
    worst.list,
    `${worst.kind} (${of})`,
    worst.name,
    figure(ratioOf(worst)),
    ...told(worst),
  ]);
  const over = overLimit(all).map(
    (one) => `${one.list}, ${one.kind}, ${one.name}: ${figure(ratioOf(one))} (${told(one).join(' and ')}).`,
  );
  const verdict =
    over.length === 0
      ? `None of ${all.length} calls takes more than ${LIMIT} times as long.`
      : `${over.length} of ${all.length} calls take more than ${LIMIT} times as long:`;
  return {
    title: `Lists at ${size.name} beside 1,000 rows`,
    about: ABOUT,
    columns: ['list', 'kind (calls)', 'worst of them', 'x 1,000 rows', 'at 1,000', `at ${size.name}`],
    rows,
    remarks: [verdict, ...over],
  };
}

async function run(stage: Stage): Promise<Table[]> {
  return inHouses(stage, async ([small, ...bigger]) => {
    if (small === undefined) return [];
    const tables: Table[] = [];
    // With one size alone it is compared with itself, which tells how far ratios can be believed.
    for (const big of bigger.length > 0 ? bigger : [small]) {
      const all: Compared[] = [];
      for (const spec of LISTS) all.push(...(await compareList(stage, small, big, spec)));
      tables.push(toTable(big.size, all));
    }
    return tables;
  });
}

export const suite: Suite = { name: 'lists', run };
