/** An outside that a test holds up and lets go on: what is reached is nothing, so that only the jobs matter. */
import { Unseen, type OpenWire, type Wire } from '../../../server/core/wire.js';

export interface Outside {
  open: OpenWire;
  /** How many scans have been opened, and how many of them were ended by their signal. */
  opened(): number;
  ended(): number;
  /** From now on every question waits. */
  hold(): void;
  letGo(): void;
  /** Lets so many questions pass while it holds. */
  pass(count: number): void;
  /** From now on nothing can be seen. */
  darken(): void;
  lighten(): void;
}

export function makeOutside(): Outside {
  const waiting: (() => void)[] = [];
  const counts = { opened: 0, ended: 0, free: 0 };
  let isHeld = false;
  let isDark = false;

  const turn = async (signal: AbortSignal): Promise<void> => {
    if (isHeld && counts.free > 0) counts.free -= 1;
    else if (isHeld && !signal.aborted) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (signal.aborted) throw new Unseen('cancelled', 'The scan was ended.');
    if (isDark) throw new Unseen('timeout', 'No name server answered in time.');
  };

  const open: OpenWire = (signal) => {
    counts.opened += 1;
    signal.addEventListener('abort', () => (counts.ended += 1), { once: true });
    const nothing = async (): Promise<never[]> => {
      await turn(signal);
      return [];
    };
    const refuse = async (): Promise<never> => {
      await turn(signal);
      throw new Unseen('refused', 'The connection was refused.');
    };
    const dns = {
      a: nothing,
      aaaa: nothing,
      ns: nothing,
      mx: nothing,
      txt: nothing,
      caa: nothing,
      cname: nothing,
    };
    return { dns, addresses: nothing, tls: refuse, fetch: refuse, mail: refuse } satisfies Wire;
  };

  return {
    open,
    opened: () => counts.opened,
    ended: () => counts.ended,
    hold: () => void (isHeld = true),
    letGo() {
      isHeld = false;
      for (const go of waiting.splice(0)) go();
    },
    pass(count) {
      const now = waiting.splice(0, count);
      for (const go of now) go();
      counts.free += count - now.length;
    },
    darken: () => void (isDark = true),
    lighten: () => void (isDark = false),
  };
}
