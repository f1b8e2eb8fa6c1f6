import { request } from './client.js';

let known: Promise<string> | undefined;

/** The server's version, asked for once a page; a failure is forgotten, so that the next caller asks again. */
export function version(): Promise<string> {
  known ??= request<{ version: string }>('/api/version')
    .then(({ data }) => data.version)
    .catch((error: unknown) => {
      known = undefined;
      throw error;
    });
  return known;
}
