/** How the console watches the audit log: each entry once, over every kind of break. */
import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { createUser } from '../support/people.js';
import { until, useConsole } from './support/console.js';
import { json } from './support/gateway.js';

interface Entry {
  id: number;
  event?: string;
  username?: string | null;
  detail?: { username?: string } | null;
}

/** One connection of the console, in the hands of the test. */
interface Line {
  path: string;
  lastEventId: string | undefined;
  tell(...ids: number[]): void;
  end(code: string): void;
  /** As a network does. */
  cut(): void;
  isOpen(): boolean;
}

describe('console: the live log', () => {
  const use = useConsole();
  const lines: Line[] = [];
  const told: number[] = [];
  const states: string[] = [];
  let stop = () => undefined as void;

  /** Takes the next connection in the server's place. */
  function takeLine(): void {
    use.gateway.instead('/api/audit/stream', (request, response: ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('retry: 10\n\n');
      const write = (event: string, data: object, id = '') =>
        response.write(`event: ${event}\n${id && `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
      lines.push({
        path: decodeURIComponent((request.url ?? '').replaceAll('+', ' ')),
        lastEventId: request.headers['last-event-id'] as string | undefined,
        tell: (...ids) => ids.forEach((id) => write('audit', { id, event: 'login_ok' }, `${id}`)),
        end: (code) => void write('end', { code, detail: 'It is over.' }),
        cut: () => response.destroy(),
        isOpen: () => !response.destroyed,
      });
    });
  }

  function watch(after?: number): void {
    stop = use.providers.watchAudit({
      filter: { event: 'login_ok' },
      after,
      onEntry: ({ id }: Entry) => told.push(id),
      onState: (state) => states.push(state),
    });
  }

  async function line(number: number): Promise<Line> {
    await until(() => lines.length >= number && states.at(-1) === 'live');
    return lines[number - 1]!;
  }

  beforeEach(() => {
    for (const list of [lines, told, states]) list.length = 0;
  });

  afterEach(() => stop());

  async function watchCreations(): Promise<Entry[]> {
    const heard: Entry[] = [];
    stop = use.providers.watchAudit({
      filter: { event: 'user_create' },
      onEntry: (entry: Entry) => heard.push(entry),
      onState: (state) => states.push(state),
    });
    await until(() => states.at(-1) === 'live');
    return heard;
  }

  it('hears from the real server what others do, within a second and only what is asked for', async () => {
    const heard = await watchCreations();
    await use.admin.post('/api/auth/login', { username: 'root', password: 'wrong password 1' });
    await createUser(use.admin, 'joe');
    const begun = performance.now();
    await until(() => heard.length > 0);
    expect(performance.now() - begun).to.be.lessThan(1000);
    expect(heard.map(({ event, username }) => [event, username])).to.deep.equal([['user_create', 'root']]);
  });

  it('hears afterwards what happened while nobody looked', async () => {
    const heard = await watchCreations();
    use.window.hide(true);
    await createUser(use.admin, 'max');
    use.window.hide(false);
    // The server also repeats what happened moments before: it cannot know what the page shows.
    const ofMax = () => heard.filter(({ detail }) => detail?.username === 'max').length;
    await until(() => ofMax() > 0);
    expect(ofMax()).to.equal(1);
  });

  describe('over every kind of break', () => {
    beforeEach(takeLine);

    it('goes on from the newest entry that the page shows', async () => {
      watch(41);
      const first = await line(1);
      expect(first.path).to.equal('/api/audit/stream?filter={"event":"login_ok"}&after=41');
      first.tell(42, 43);
      await until(() => told.length === 2);
      expect(told).to.deep.equal([42, 43]);
      expect(states).to.deep.equal(['connecting', 'live']);
    });

    it('looks up where the log ends when it is not told', async () => {
      const [newest] = await use.app.db('auth_audit').max('id');
      watch();
      expect((await line(1)).path).to.include(`after=${newest?.max}`);
    });

    it('tells no entry twice, and each that comes late', async () => {
      watch(1);
      const first = await line(1);
      first.tell(5, 7, 6, 5, 7, 8);
      await until(() => told.includes(8));
      expect(told).to.deep.equal([5, 7, 6, 8]);
    });

    it('goes on after a lost connection where it was', async () => {
      watch(1);
      (await line(1)).tell(2, 3);
      await until(() => told.length === 2);
      takeLine();
      lines[0]!.cut();
      await until(() => states.at(-1) === 'connecting');
      const second = await line(2);
      expect(second.lastEventId).to.equal('3');
      second.tell(3, 4);
      await until(() => told.includes(4));
      expect(told).to.deep.equal([2, 3, 4]);
      expect(states).to.deep.equal(['connecting', 'live', 'connecting', 'live']);
    });

    it('holds no connection while nobody looks, and catches up afterwards', async () => {
      watch(1);
      const first = await line(1);
      first.tell(2);
      await until(() => told.length === 1);
      use.window.hide(true);
      await until(() => !first.isOpen());
      expect(states.at(-1)).to.equal('off');
      takeLine();
      use.window.hide(false);
      expect((await line(2)).path).to.include('after=2');
    });

    it('opens nothing in a tab that is hidden from the start', async () => {
      use.window.hide(true);
      watch(1);
      expect(states).to.deep.equal(['off']);
      use.window.hide(false);
      await line(1);
    });

    it('is met by the sign-in when the session has ended, and goes on after it', async () => {
      watch(1);
      const first = await line(1);
      first.tell(2);
      await until(() => told.length === 1);
      await use.endSession();
      first.end('unauthenticated');
      await use.askedToSignIn();
      expect(states.at(-1)).to.equal('connecting');
      takeLine();
      await use.signIn();
      expect((await line(2)).path).to.include('after=2');
    });

    it('tries again later when the connection is refused', async () => {
      watch(1);
      const first = await line(1);
      use.gateway.instead('/api/audit/stream', json(503, { detail: 'No.', code: 'busy' }));
      takeLine();
      first.cut();
      await until(() => states.at(-1) === 'connecting');
      const second = await line(2);
      expect(second.isOpen()).to.equal(true);
      expect(use.sent('/api/auth/me')).not.to.have.length(0);
    });

    it('notices that one is no administrator any more', async () => {
      watch(1);
      const first = await line(1);
      await use.app.db('users').where({ id: 1 }).update({ role: 'user' });
      first.end('forbidden');
      await until(() => use.providers.getMe()?.role === 'user');
      await use.app.db('users').where({ id: 1 }).update({ role: 'admin' });
    });

    it('ends for good', async () => {
      watch(1);
      const first = await line(1);
      stop();
      await until(() => !first.isOpen());
      expect(states.at(-1)).to.equal('off');
      use.window.hide(true);
      use.window.hide(false);
      expect(states.at(-1)).to.equal('off');
    });
  });
});
