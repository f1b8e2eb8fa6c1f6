/** Keeps a number of web processes running: makes them, makes those that die anew, and ends them. */
import cluster, { type Worker } from 'node:cluster';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DRAIN, GaveUp } from '../lifetime.js';
import type { Place, ToPrimary, ToWeb } from './messages.js';

/** Milliseconds without a death after which all is well again. */
const QUIET = 10_000;
/** How often each may die before that is so. */
const PATIENCE = 5;
const FIRST_WAIT = 250;
const LONGEST_WAIT = 4_000;

export interface WebProcesses {
  /** Where they listen, once all do. */
  listening: Promise<AddressInfo>;
  /** Only ever rejects, with GaveUp: when one ends before all listened, or when they die again and again. */
  failing: Promise<never>;
  /** Lets each finish what is in flight. @returns when none is left */
  stop(): Promise<void>;
}

const reason = (code: number | null, signal: string | null): string =>
  signal === null ? `exit code ${String(code)}` : `signal ${signal}`;

class Herd implements WebProcesses {
  readonly listening: Promise<AddressInfo>;
  readonly failing: Promise<never>;
  private settle: (address: AddressInfo) => void = () => undefined;
  private giveUp: (error: Error) => void = () => undefined;
  /** Every process that has not ended, and when it does. */
  private readonly alive = new Map<Worker, Promise<void>>();
  private readonly ready = new Set<Worker>();
  private readonly stopping = new AbortController();
  private hasBegun = false;
  private deaths = 0;
  private lastDeath = 0;

  constructor(
    private readonly count: number,
    private readonly place: Place,
    private readonly logger: Logger,
  ) {
    this.failing = new Promise((_resolve, reject) => (this.giveUp = reject));
    this.listening = new Promise((resolve) => (this.settle = resolve));
    for (let number = 0; number < count; number += 1) this.make();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const worker of this.alive.keys()) {
      if (this.ready.has(worker)) this.tell(worker, { kind: 'stop' });
      // One that is still starting has nothing to finish, and hears a signal sooner.
      else worker.process.kill('SIGTERM');
    }
    const late = setTimeout(() => {
      for (const worker of this.alive.keys()) worker.process.kill('SIGKILL');
    }, DRAIN + 3_000);
    await Promise.all(this.alive.values());
    clearTimeout(late);
  }

  /** One that is just ending hears nothing any more, and need not. */
  private tell(worker: Worker, message: ToWeb): void {
    if (worker.isConnected()) worker.send(message, () => undefined);
  }

  private make(): void {
    try {
      this.keep(cluster.fork());
    } catch (error) {
      // The system had no memory for another one, say: as good as one that ended at once.
      this.replace(undefined, error instanceof Error ? error.message : String(error));
    }
  }

  private keep(worker: Worker): void {
    const ended = new Promise<void>((resolve) => {
      const end = (why: string): void => {
        if (!this.alive.delete(worker)) return;
        this.ready.delete(worker);
        resolve();
        if (!this.stopping.signal.aborted) this.replace(worker.process.pid, why);
      };
      worker.on('exit', (code: number | null, signal: string | null) => end(reason(code, signal)));
      worker.on('error', (error) => {
        // With a number, a channel broke, and the exit follows. Without one it never began, and no exit will follow.
        if (worker.process.pid === undefined) end(error.message);
      });
    });
    this.alive.set(worker, ended);
    worker.on('message', (message: ToPrimary) => {
      if (message.kind === 'wants-place') this.welcome(worker);
      else if (message.kind === 'listens') this.noteListening(worker, message.address);
    });
  }

  /** One that was still starting when the end began has not heard of it. */
  private welcome(worker: Worker): void {
    const { aborted } = this.stopping.signal;
    this.tell(worker, aborted ? { kind: 'stop' } : { kind: 'place', place: this.place });
  }

  private noteListening(worker: Worker, address: AddressInfo): void {
    this.ready.add(worker);
    if (this.ready.size < this.count) return;
    this.hasBegun = true;
    this.settle(address);
  }

  /** @param pid of the one that ended; none when it could not even be made */
  private replace(pid: number | undefined, why: string): void {
    if (!this.hasBegun) {
      this.giveUp(new GaveUp(`A web process ended before it listened (${why}).`));
      return;
    }
    const now = Date.now();
    this.deaths = now - this.lastDeath > QUIET + LONGEST_WAIT ? 1 : this.deaths + 1;
    this.lastDeath = now;
    if (this.deaths > this.count * PATIENCE) {
      const words = `The web processes die again and again: ${this.deaths} times in a row, the last one by ${why}.`;
      this.giveUp(new GaveUp(words));
      return;
    }
    // All may have died of the same at once: that is one round, and each is made anew after the same time.
    const round = Math.ceil(this.deaths / this.count);
    const wait = Math.min(FIRST_WAIT * 2 ** (round - 1), LONGEST_WAIT);
    this.logger.warn({ pid, reason: why, wait }, 'A web process died and is made anew.');
    void sleep(wait, undefined, { signal: this.stopping.signal }).then(
      () => this.make(),
      () => undefined,
    );
  }
}

/** @param place what each is told */
export function startWebProcesses(count: number, place: Place, logger: Logger): WebProcesses {
  return new Herd(count, place, logger);
}
