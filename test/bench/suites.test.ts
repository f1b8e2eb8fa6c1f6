/** What the suites of the benchmark reckon: worst ratios, calls of lists, sizes, loads. Nothing here looks at a clock. */
import { mkdtempSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { ListSpec } from '../../server/http/list-query.js';
import { filterOf } from '../../server/http/filters.js';
import { Api, cookiesOf } from '../../scripts/bench/suites/support/api.js';
import { duration, figure, figureRange, megabytes, p99 } from '../../scripts/bench/suites/support/figures.js';
import { callsOf, cursorIn, LISTS, type ListFacts } from '../../scripts/bench/suites/support/list-calls.js';
import { factsOf, searchesFor } from '../../scripts/bench/suites/support/list-facts.js';
import {
  overLimit,
  ratioOf,
  worstOfEach,
  type Compared,
} from '../../scripts/bench/suites/support/list-worst.js';
import { atPace } from '../../scripts/bench/suites/support/load.js';
import { start, until } from '../../scripts/bench/suites/support/processes.js';
import { folderBytes, productionFolders } from '../../scripts/bench/suites/support/sizes.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { addAuditRows, addSessions, addUsers } from '../support/bulk.js';
import { addTenants } from '../support/many-tenants.js';
import pg from 'pg';

const compared = (patch: Partial<Compared>): Compared => ({
  list: 'users',
  kind: 'filter',
  name: 'role: few',
  small: 2,
  big: 4,
  failed: false,
  ...patch,
});

describe('The benchmark: the worst of many calls', () => {
  it('is told for each list and kind, with how many there were', () => {
    const all = [
      compared({ name: 'a', big: 3 }),
      compared({ name: 'b', big: 9 }),
      compared({ name: 'c', big: 5 }),
      compared({ kind: 'first page', name: 'd', big: 1 }),
      compared({ list: 'audit', name: 'e', big: 2 }),
    ];
    const told = worstOfEach(all).map(({ worst, of }) => [worst.list, worst.kind, worst.name, of]);
    expect(told).to.deep.equal([
      ['users', 'first page', 'd', 1],
      ['users', 'filter', 'b', 3],
      ['audit', 'filter', 'e', 1],
    ]);
  });

  it('is what the server gave up on, before anything slow', () => {
    const all = [compared({ name: 'slow', big: 400 }), compared({ name: 'given up', big: 2, failed: true })];
    expect(worstOfEach(all)[0]?.worst.name).to.equal('given up');
    expect(ratioOf(compared({ failed: true }))).to.equal(Infinity);
  });

  it('names everything over three times, the worst first, and nothing at three', () => {
    const all = [
      compared({ name: 'at three', big: 6 }),
      compared({ name: 'over', big: 6.2 }),
      compared({ name: 'far over', big: 20 }),
    ];
    expect(overLimit(all).map(({ name }) => name)).to.deep.equal(['far over', 'over']);
  });
});

const FACTS: ListFacts = {
  middle: [7, 8],
  filters: { role: { many: 'user', none: 'nobody' } },
  searches: { short: 'an', long: 'anna' },
};

const SPEC: ListSpec = {
  resource: 'users',
  sortable: ['id', 'name'],
  defaultSort: { field: 'id', direction: 'asc' },
  defaultLimit: 25,
  filters: { role: filterOf({}, (value) => value), q: filterOf({}, (value) => value) },
};

describe('The benchmark: the calls of a list', () => {
  const ask = (asked: string[]) => (url: string) => {
    asked.push(url);
    return Promise.resolve(`after ${asked.length}`);
  };

  it('are a page in every order, from the top and from the middle, each filter and each search', async () => {
    const asked: string[] = [];
    const calls = await callsOf(SPEC, FACTS, 'quick', ask(asked));
    const count = (kind: string): number => calls.filter((call) => call.kind === kind).length;
    expect(count('first page')).to.equal(1);
    expect(count('first page in another order')).to.equal(3);
    expect(count('deep page')).to.equal(4);
    expect(count('filter')).to.equal(2);
    expect(count('search, 1 or 2 letters')).to.equal(1);
    expect(count('search, 3 letters or more')).to.equal(1);
    expect(count('filter in another order')).to.equal(0);
    expect(asked).to.have.length(4);
    const names = calls.map(({ kind, name }) => `${kind}: ${name}`);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('have every filter in every order when there is time', async () => {
    const calls = await callsOf(SPEC, FACTS, 'full', ask([]));
    expect(calls.filter(({ kind }) => kind === 'filter in another order')).to.have.length(2 * 3);
  });

  it('are a handful for a smoke', async () => {
    expect(await callsOf(SPEC, FACTS, 'smoke', ask([]))).to.have.length(2);
  });

  it('are refused when nobody said what a new filter finds', async () => {
    const filters = { ...SPEC.filters, brand_new: filterOf({}, (value) => value) };
    const failure = await callsOf({ ...SPEC, filters }, FACTS, 'quick', ask([])).catch(
      (error: Error) => error,
    );
    expect((failure as Error).message).to.contain('brand_new');
  });

  it('go on from the cursor of a Link header', () => {
    expect(cursorIn('</api/users?limit=1&cursor=abc>; rel="next"')).to.equal('abc');
    expect(cursorIn(undefined)).to.equal(null);
  });

  it('look for texts of one, two, three and more letters that are there, and for some that are not', () => {
    const searches = Object.values(searchesFor('anna.0000017'));
    expect(searches.slice(0, 5)).to.deep.equal(['a', 'an', 'ann', '017', 'anna.0000017']);
    expect(searches.slice(5).map(({ length }) => length)).to.deep.equal([1, 2, 3, 6]);
  });
});

describe('The benchmark: what a database offers for lists', function () {
  this.timeout(60_000);
  let test: TestDatabase;
  let client: pg.Client;
  before(async () => {
    test = await createTestDatabase();
    await addUsers(test.db, 200);
    await addSessions(test.db, 100);
    await addAuditRows(test.db, 300);
    await addTenants(test.db, 20, 2);
    client = new pg.Client(test.connection);
    await client.connect();
  });
  after(async () => {
    await client.end();
    await test.drop();
  });

  for (const spec of LISTS) {
    it(`has values for every filter of ${spec.resource} that there is today`, async () => {
      const facts = await factsOf(spec, client);
      const calls = await callsOf(spec, facts, 'full', () => Promise.resolve('cursor'));
      expect(facts.middle[0]).to.be.lessThan(facts.middle[1]);
      for (const [name, parse] of Object.entries(spec.filters)) {
        const values = name === 'q' ? facts.searches : (facts.filters[name] ?? {});
        expect(Object.keys(values), name).to.not.be.empty;
        for (const [word, value] of Object.entries(values)) {
          expect(parse(value), `${name}: ${word}`).to.not.equal(undefined);
        }
      }
      expect(calls.length).to.be.greaterThan(20);
    });
  }
});

describe('The benchmark: how figures are written', () => {
  it('has as many digits as are worth reading', () => {
    expect([figure(1234.5), figure(12.34), figure(1.234), figure(Infinity)]).to.deep.equal([
      '1,235',
      '12.3',
      '1.23',
      '–',
    ]);
    expect([duration(4.2), duration(12_300)]).to.deep.equal(['4.20 ms', '12.3 s']);
    expect([megabytes(2_500_000), megabytes(null)]).to.deep.equal(['2.50 MB', 'not known']);
    expect(figureRange({ median: 2, low: 1, high: 3 })).to.equal('2.00 (1.00–3.00)');
    expect(figureRange({ median: 2, low: 2, high: 2 })).to.equal('2.00');
  });

  it('takes the ninety-ninth of a hundred, in any order', () => {
    expect(p99(Array.from({ length: 100 }, (_, n) => 100 - n))).to.equal(99);
  });
});

describe('The benchmark: sizes on the disk', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'clearview-sizes-'));
    mkdirSync(path.join(folder, 'a/b'), { recursive: true });
    writeFileSync(path.join(folder, 'a/b/one'), Buffer.alloc(100_000, 1));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('count a file once, however many names it has', () => {
    const once = folderBytes(path.join(folder, 'a'));
    expect(once).to.be.at.least(100_000);
    linkSync(path.join(folder, 'a/b/one'), path.join(folder, 'a/two'));
    expect(folderBytes(path.join(folder, 'a'))).to.be.lessThan(once + 50_000);
    expect(folderBytes(path.join(folder, 'nowhere'))).to.equal(0);
  });

  it('leave out packages for development', () => {
    const packages = {
      '': {},
      'node_modules/express': {},
      'node_modules/mocha': { dev: true },
      'node_modules/both': { devOptional: true },
    };
    expect(productionFolders({ packages })).to.deep.equal(['node_modules/express']);
  });
});

describe('The benchmark: requests', () => {
  let server: http.Server;
  let api: Api;
  let asked: http.IncomingMessage[] = [];
  before(async () => {
    server = http.createServer((req, res) => {
      asked.push(req);
      res.setHeader('Set-Cookie', ['one=1; Path=/', 'two=2; HttpOnly']);
      res.statusCode = req.url === '/refused' ? 403 : 200;
      res.end('{"a":1}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    api = new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  beforeEach(() => (asked = []));
  after(async () => {
    api.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('carry the cookies of the sign-in from then on', async () => {
    await api.signIn();
    await api.must('/later');
    expect(asked.map(({ method, headers }) => [method, headers.cookie])).to.deep.equal([
      ['POST', undefined],
      ['GET', 'one=1; two=2'],
    ]);
    expect(cookiesOf({})).to.equal('');
  });

  it('that must succeed and do not are told', async () => {
    const failure = await api.must('/refused').catch((error: Error) => error);
    expect((failure as Error).message).to.contain('403');
  });

  it('at a pace are as many as were asked for, each counted from when it was due', async () => {
    const times = await atPace(1000, 0.05, () => api.must('/'));
    expect(times).to.have.length(50);
    expect(times.every((ms) => ms > 0)).to.equal(true);
  });
});

describe('The benchmark: processes', () => {
  it('end with all that they started', async () => {
    const script =
      "const c = require('child_process').spawn('sleep', ['60']); console.error(c.pid); setInterval(() => {}, 1000)";
    const started = start(process.execPath, ['-e', script], {});
    await until(() => /\d+\n/.test(started.stderr()), { seconds: 10, words: () => 'it does not start' });
    const child = Number.parseInt(started.stderr(), 10);
    await started.stop();
    await until(() => !isAlive(child), { seconds: 10, words: () => 'the child lives on' });
    expect(isAlive(started.pid)).to.equal(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
