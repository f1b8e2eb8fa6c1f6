/** What goes between ../load.ts and ./load.ts. */

export interface Job {
  url: string;
  method: string;
  requests: { headers?: Record<string, string>; path?: string; body?: string }[];
  connections: number;
  seconds: number;
}

export interface Answered {
  statuses: Record<string, number>;
  /** Milliseconds, one for each answer. */
  times: number[];
  /** Requests without an answer. */
  failures: number;
  seconds: number;
}
