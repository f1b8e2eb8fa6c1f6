/** Jobs as they change, over server-sent events. */
import { request } from './client.js';
import type { Job } from './types.js';

/** `live`: news arrives as it happens; `connecting`: it does not for now; `off`: nobody looks. */
export type LiveState = 'live' | 'connecting' | 'off';

export interface JobWatch {
  /** Ends the watch; give it the page's signal. */
  signal: AbortSignal;
  /** Such as `{ tenant_id: 7 }`; all jobs without it. */
  filter?: Readonly<Record<string, unknown>> | undefined;
  /** All that wait or run; again after every break, as what happened meanwhile is not told. */
  onJobs?: (alive: Job[]) => void;
  onJob: (job: Job) => void;
  /** The job was deleted, with its tenant or by age. */
  onGone?: (id: number) => void;
  onState?: (state: LiveState) => void;
}

/** Seconds before a refused connection is tried again: soon at first, then ever more patiently. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;

/** A watch over all the connections that it takes. */
class Watch {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE;
  private state: LiveState | undefined;
  /** Each opening and closing has a number: what an earlier one still waits for is of no account any more. */
  private turn = 0;

  constructor(private readonly watch: JobWatch) {}

  /** A hidden tab holds no connection: browsers allow few. It is opened again when the tab is shown. */
  readonly look = (): void => (document.hidden ? this.shut() : this.open());

  readonly shut = (): void => {
    this.close();
    this.become('off');
  };

  private open(): void {
    this.close();
    this.become('connecting');
    const filter = JSON.stringify(this.watch.filter ?? {});
    const source = new EventSource(`/api/jobs/stream?${new URLSearchParams({ filter })}`);
    this.source = source;
    const on = <T>(event: string, tell: (data: T) => void) =>
      source.addEventListener(event, ({ data }: MessageEvent<string>) => tell(JSON.parse(data) as T));
    on<Job[]>('jobs', (alive) => {
      this.pause = FIRST_PAUSE;
      this.become('live');
      this.watch.onJobs?.(alive);
    });
    on<Job>('job', (job) => this.watch.onJob(job));
    on<{ id: number }>('job_gone', ({ id }) => this.watch.onGone?.(id));
    source.addEventListener('end', () => void this.retry());
    source.addEventListener('error', () => {
      // While it is not closed the browser mends it by itself, and gets the living jobs anew.
      if (source.readyState === EventSource.CLOSED) void this.retry();
      else this.become('connecting');
    });
  }

  private become(next: LiveState): void {
    if (next !== this.state) this.watch.onState?.((this.state = next));
  }

  private close(): void {
    this.turn += 1;
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  /** The server refused it, or said that it is over: an ended session leads to the sign-in, else it tries again. */
  private async retry(): Promise<void> {
    this.close();
    this.become('connecting');
    const mine = this.turn;
    // A 401 leaves the page and never comes back; what else goes wrong is a matter of patience.
    await request('/api/auth/me', { signal: this.watch.signal }).catch(() => undefined);
    if (mine !== this.turn) return;
    this.timer = setTimeout(this.look, this.pause * 1000);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

/** Tells each change of the jobs until `signal` ends it, over breaks of the line and restarts of the server. */
export function watchJobs(options: JobWatch): void {
  if (options.signal.aborted) return;
  const watch = new Watch(options);
  document.addEventListener('visibilitychange', watch.look);
  options.signal.addEventListener(
    'abort',
    () => {
      document.removeEventListener('visibilitychange', watch.look);
      watch.shut();
    },
    { once: true },
  );
  watch.look();
}
