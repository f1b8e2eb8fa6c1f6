import { request } from './httpClient';
import { refreshMe } from './session';

/** `live`: events arrive as they happen; `off`: nobody looks, or it was stopped. */
export type StreamState = 'live' | 'connecting' | 'off';

export interface Watched {
  /**
   * Where to connect to, asked before each connection that we make ourselves. It may ask the server first;
   * whoever looks away meanwhile aborts it, and what comes of it then is of no account.
   */
  address: (signal: AbortSignal) => string | Promise<string>;
  /** What to do with each kind of event: its data, and its id ('' without one). */
  on: Record<string, (data: never, id: string) => void>;
  onState?: ((state: StreamState) => void) | undefined;
}

/** Seconds before a refused connection is tried again: soon at first, then ever more patiently. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;

interface Listener {
  on: Watched['on'];
  onOpen: () => void;
  /** The browser mends it by itself, and asks for what came after the last id. */
  onLost: () => void;
  /** The server refused it or said that it is over: the browser does not try again. */
  onEnd: () => void;
}

function connect(address: string, { on, onOpen, onLost, onEnd }: Listener): EventSource {
  const source = new EventSource(address);
  source.addEventListener('open', onOpen);
  for (const [event, tell] of Object.entries(on)) {
    source.addEventListener(event, ({ data, lastEventId }: MessageEvent<string>) =>
      tell(JSON.parse(data) as never, lastEventId),
    );
  }
  source.addEventListener('end', onEnd);
  source.addEventListener('error', () => (source.readyState === EventSource.CLOSED ? onEnd() : onLost()));
  return source;
}

/** @returns what ends it: hides, and looks no more */
function whileVisible(show: () => void, hide: () => void): () => void {
  const look = () => (document.hidden ? hide() : show());
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    hide();
  };
}

/** One watch, over all the connections that it takes. */
class StreamWatch {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE;
  private state: StreamState | undefined;
  /** Of one opening: what an earlier one still waits for is of no account any more. */
  private turn = new AbortController();

  constructor(private readonly watched: Watched) {}

  async open(): Promise<void> {
    this.close();
    this.become('connecting');
    const { signal } = this.turn;
    let address: string;
    try {
      address = await this.watched.address(signal);
    } catch {
      if (!signal.aborted) await this.retry();
      return;
    }
    if (signal.aborted) return;
    this.source = connect(address, {
      on: this.watched.on,
      onOpen: () => {
        this.pause = FIRST_PAUSE;
        this.become('live');
      },
      onLost: () => this.become('connecting'),
      onEnd: () => void this.retry(),
    });
  }

  shut(): void {
    this.close();
    this.become('off');
  }

  private become(next: StreamState): void {
    if (next !== this.state) this.watched.onState?.((this.state = next));
  }

  private close(): void {
    this.turn.abort();
    this.turn = new AbortController();
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  /** Meets an ended session at the sign-in and a lost role at the door; for all else it tries again. */
  private async retry(): Promise<void> {
    this.close();
    this.become('connecting');
    const { signal } = this.turn;
    await request('GET', '/api/auth/me')
      .then(refreshMe)
      .catch(() => undefined);
    if (signal.aborted) return;
    this.timer = setTimeout(() => void this.open(), this.pause * 1000);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

/**
 * Listens to server-sent events as long as somebody looks: a hidden tab holds no connection (browsers allow
 * few) and connects again when it is shown, as after any other break.
 * @returns ends the watch
 */
export function watchStream(watched: Watched): () => void {
  const watch = new StreamWatch(watched);
  return whileVisible(
    () => void watch.open(),
    () => watch.shut(),
  );
}
