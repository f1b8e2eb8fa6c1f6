/**
 * LISTEN for the whole process on one connection of its own, which comes back by itself. A notification only
 * says "look again": whoever is woken reads what is new, so that one that was lost costs nothing but time, and
 * after every loss of the connection everybody is woken. A pooler in transaction mode passes no notifications
 * on: where there is no way past it nobody is called, and subscribers look now and then by themselves anyway.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import pg from 'pg';
import { type ConnectionSettings, settingsOf } from './knex.js';

export interface Notifications {
  /**
   * @param channel a plain identifier.
   * @param listener called for every notification, and whenever one may have been missed: after the connection
   *   was made, for the first time too.
   * @returns ends the subscription.
   */
  subscribe(channel: string, listener: () => void): () => void;
  /** Ends the connection; nobody is called any more. */
  stop(): Promise<void>;
}

export interface NotificationOptions {
  /** Milliseconds between two questions whether the server still answers; 10,000 by default. */
  heartbeat?: number;
  /** Milliseconds that an answer may take; 3000 by default. */
  patience?: number;
  /** Is told why a connection was lost. */
  onLoss?: (error: unknown) => void;
}

const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;

/**
 * @param db the pool whose database to listen to; nothing is connected before the first subscription.
 * @param options time-outs.
 */
export function createNotifications(db: Knex, options: NotificationOptions = {}): Notifications {
  if (settingsOf(db).pooled === true) return DEAF;
  return new Listener(() => settingsOf(db), options);
}

const DEAF: Notifications = { subscribe: () => () => undefined, stop: () => Promise.resolve() };

class Listener implements Notifications {
  private readonly channels = new Map<string, Set<() => void>>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  /** Only while it listens. */
  private client: pg.Client | undefined;
  private wait = FIRST_WAIT;
  /** The client takes one statement at a time. */
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly settings: () => ConnectionSettings,
    private readonly options: NotificationOptions,
  ) {}

  subscribe(channel: string, listener: () => void): () => void {
    if (!/^[a-z_]+$/.test(channel)) throw new Error(`No name of a channel: ${channel}`);
    const known = this.channels.get(channel);
    const listeners = known ?? new Set();
    // A function of its own, as the same listener may be given twice.
    const mine = (): void => listener();
    listeners.add(mine);
    if (known === undefined) {
      this.channels.set(channel, listeners);
      if (this.client !== undefined) this.join(this.client, channel);
    }
    this.running ??= this.run();
    return () => void listeners.delete(mine);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.channels.clear();
    await this.running;
  }

  private wake(channel: string): void {
    for (const listener of [...(this.channels.get(channel) ?? [])]) listener();
  }

  /** On a connection that listens already. When it fails, the connection is given up and made anew. */
  private join(client: pg.Client, channel: string): void {
    this.ask(client, `listen ${channel}`).then(
      () => this.wake(channel),
      () => void part(client),
    );
  }

  private ask(client: pg.Client, statement: string): Promise<unknown> {
    const answer = this.line.then(() => client.query(statement));
    this.line = answer.catch(() => undefined);
    return answer;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.listen(signal);
      } catch (error) {
        if (!signal.aborted) this.options.onLoss?.(error);
      }
      await sleep(this.wait, undefined, { signal }).catch(() => undefined);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    }
  }

  /** One life of the connection. */
  private async listen(signal: AbortSignal): Promise<void> {
    const patience = this.options.patience ?? 3_000;
    const client = new pg.Client({
      application_name: 'clearview listener',
      keepAlive: true,
      ...this.settings(),
      connectionTimeoutMillis: patience,
      query_timeout: patience,
    });
    const over = new AbortController();
    const giveUp = (): void => over.abort(new Error('Stopped.'));
    client.on('error', (error) => over.abort(error));
    client.on('end', () => over.abort(new Error('The connection that listens has ended.')));
    signal.addEventListener('abort', giveUp, { once: true });
    client.on('notification', ({ channel }) => this.wake(channel));
    try {
      await unless(over.signal, client.connect());
      await this.joinAll(client);
      await this.keepAsking(client, over.signal);
    } finally {
      this.client = undefined;
      signal.removeEventListener('abort', giveUp);
      await part(client);
    }
  }

  private async joinAll(client: pg.Client): Promise<void> {
    // Before the first LISTEN: a channel that is added meanwhile is joined by its subscriber.
    const channels = [...this.channels.keys()];
    this.client = client;
    for (const channel of channels) await this.ask(client, `listen ${channel}`);
    this.wait = FIRST_WAIT;
    for (const channel of channels) this.wake(channel);
  }

  /** Without it a frozen server, or a network that swallows everything, would look like silence. */
  private async keepAsking(client: pg.Client, lost: AbortSignal): Promise<never> {
    for (;;) {
      await unless(lost, sleep(this.options.heartbeat ?? 10_000, undefined, { signal: lost }));
      await unless(lost, this.ask(client, 'select 1'));
    }
  }
}

/**
 * Waits for the work, or until the signal says that it is in vain. No Promise.race with one promise for the whole
 * life of the connection: that one would keep every answer which it was ever raced against.
 * @throws what the work throws, or the reason of the signal
 */
async function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let leave = (): void => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason as Error);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, left]);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** Says goodbye, and hangs up on a server that does not answer it: one that is frozen never would. */
async function part(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => undefined), sleep(500, undefined, { ref: false })]);
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
