import { expect } from 'chai';
import type { Knex } from 'knex';
import net from 'node:net';
import path from 'node:path';
import { queryObjects } from 'node:v8';
import pg from 'pg';
import { type ConnectionSettings, createDatabase } from '../../db/knex.js';
import { createNotifications, type Notifications } from '../../db/notifications.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { waitFor } from './processes.js';

/** The way to the server, which can be closed, and can swallow what is on it. */
class Way {
  readonly pairs: [net.Socket, net.Socket][] = [];
  private readonly server = net.createServer((near) => {
    const far = net.connect(this.target);
    this.pairs.push([near, far]);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });

  constructor(private readonly target: net.NetConnectOpts) {}

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as net.AddressInfo).port;
  }

  /** Connections stay open, and nothing passes any more. */
  swallow(): void {
    for (const [near, far] of this.pairs) {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    }
  }

  close(): void {
    this.server.close();
    for (const socket of this.pairs.flat()) socket.destroy();
  }
}

function targetOf(connection: ConnectionSettings): net.NetConnectOpts {
  const url = connection.connectionString === undefined ? undefined : new URL(connection.connectionString);
  const host = url?.hostname ?? connection.host ?? 'localhost';
  const port = Number(url?.port || connection.port || 5432);
  return host.startsWith('/') ? { path: path.join(host, `.s.PGSQL.${port}`) } : { host, port };
}

function through(connection: ConnectionSettings, port: number): ConnectionSettings {
  if (connection.connectionString === undefined) return { ...connection, host: '127.0.0.1', port };
  const url = new URL(connection.connectionString);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { connectionString: url.href };
}

describe('notifications', () => {
  let test: TestDatabase;
  let way: Way;
  let db: Knex;
  let notifications: Notifications;
  let losses: unknown[];

  beforeEach(async () => {
    test = await createTestDatabase({ migrated: false });
    way = new Way(targetOf(test.connection));
    db = createDatabase(through(test.connection, await way.open()));
    losses = [];
    notifications = createNotifications(db, {
      heartbeat: 200,
      patience: 300,
      onLoss: (error) => losses.push(error),
    });
  });
  afterEach(async () => {
    await notifications.stop();
    await db.destroy();
    way.close();
    await test.drop();
  });

  /** Subscribes and counts. */
  function count(channel: string) {
    const counter = { calls: 0, end: () => undefined as void };
    counter.end = notifications.subscribe(channel, () => (counter.calls += 1));
    return counter;
  }
  const tell = (channel: string) => test.db.raw(`notify ${channel}`);
  /** Waits until a call more than these has come. */
  const more = (counter: { calls: number }, than: number) => waitFor(() => counter.calls > than, 'a call');

  it('connect to nothing before somebody subscribes', async () => {
    await test.db.raw('select 1');
    expect(way.pairs).to.deep.equal([]);
  });

  it('reach every subscriber of a channel and nobody else, over one connection', async () => {
    const [one, two, other] = [count('first_one'), count('first_one'), count('other_one')];
    // Each is woken once when it listens; what was said before that may have been missed.
    for (const counter of [one, two, other]) await more(counter, 0);
    const late = count('third_one');
    await more(late, 0);
    const before = [one.calls, two.calls, other.calls, late.calls];
    await tell('first_one');
    await more(one, before[0]!);
    await more(two, before[1]!);
    expect([other.calls, late.calls]).to.deep.equal(before.slice(2));
    expect(way.pairs).to.have.length(1);
    await tell('third_one');
    await more(late, before[3]!);
  });

  it('end with the subscription', async () => {
    const [one, two] = [count('first_one'), count('first_one')];
    await more(one, 0);
    await more(two, 0);
    one.end();
    const before = one.calls;
    await tell('first_one');
    await more(two, 1);
    expect(one.calls).to.equal(before);
  });

  it('come back after the connection was cut, and wake everybody', async () => {
    const [one, other] = [count('first_one'), count('other_one')];
    await more(one, 0);
    await more(other, 0);
    for (const socket of way.pairs.flat()) socket.destroy();
    await tell('first_one');
    await more(one, 1);
    await more(other, 1);
    expect(losses).to.have.length(1);
    const before = one.calls;
    await tell('first_one');
    await more(one, before);
  });

  it('come back when the connection swallows everything: the heartbeat tells [G-16]', async () => {
    const one = count('first_one');
    await more(one, 0);
    way.swallow();
    await tell('first_one');
    await more(one, 1);
    expect(way.pairs.length).to.be.greaterThan(1);
  });

  it('keep nothing of a heartbeat, however long the connection lives', async () => {
    const beats = createNotifications(test.db, { heartbeat: 1 });
    const asked = { count: 0 };
    const client = pg.Client.prototype as unknown as { query: (...values: unknown[]) => unknown };
    const { query } = client;
    client.query = function (this: pg.Client, ...values) {
      if (values[0] === 'select 1') asked.count += 1;
      return query.apply(this, values);
    };
    try {
      beats.subscribe('first_one', () => undefined);
      await waitFor(() => asked.count >= 300, 'many heartbeats');
      // Of answers of the database; sweeps the rubbish out first.
      expect(queryObjects(pg.Result)).to.be.lessThan(100);
    } finally {
      client.query = query;
      await beats.stop();
    }
  });

  it('keep trying while there is no server', async () => {
    way.close();
    const one = count('first_one');
    await waitFor(() => losses.length >= 2, 'two attempts');
    expect(one.calls).to.equal(0);
  });

  it('stop at once, connected or not, and leave no connection behind', async () => {
    const one = count('first_one');
    await more(one, 0);
    const begun = performance.now();
    await notifications.stop();
    expect(performance.now() - begun).to.be.lessThan(1000);
    // A backend takes a moment to end after its client has gone.
    const isAlone = async () => {
      const { rows } = await test.db.raw<{ rows: unknown[] }>(
        `select 1 from pg_stat_activity
          where datname = current_database() and application_name = 'clearview listener'`,
      );
      return rows.length === 0;
    };
    await waitFor(isAlone, 'the end of the connection');
    await createNotifications(db).stop();
  });
});
