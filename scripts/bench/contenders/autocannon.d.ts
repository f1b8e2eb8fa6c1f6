/** As much of autocannon as the load generator uses; it has no types of its own. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Request {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
  }

  interface Client {
    setRequests(requests: Request[]): void;
  }

  interface Result {
    errors: number;
    timeouts: number;
  }

  interface Options {
    url: string;
    method: string;
    connections: number;
    duration: number;
    /** Milliseconds between two looks at the clock: an end is late by as much. */
    sampleInt: number;
    setupClient(client: Client): void;
  }

  export default function autocannon(
    options: Options,
    done: (error: Error | null, result: Result) => void,
  ): EventEmitter;
}
