/** One domain during one scan: what several checks look at is looked at once. */
import type { Wire } from '../core/wire.js';

export class Look {
  private readonly seen = new Map<string, Promise<unknown>>();

  /**
   * @param domain A-labels in lower case
   * @param organisation the registrable domain that it belongs to, itself for most
   * @param wire the way to the outside
   */
  constructor(
    readonly domain: string,
    readonly organisation: string,
    readonly wire: Wire,
  ) {}

  /** Reads something the first time it is asked for; afterwards answers the same, a failure too. */
  once<T>(what: string, read: () => Promise<T>): Promise<T> {
    const known = this.seen.get(what) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const reading = read();
    // Whoever asked hears of a failure; that others may not have asked yet is no unhandled rejection.
    reading.catch(() => undefined);
    this.seen.set(what, reading);
    return reading;
  }
}
