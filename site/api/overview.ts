import { request } from './client.js';
import { list } from './lists.js';
import type { CheckText, Overview } from './types.js';

export async function readOverview(signal?: AbortSignal): Promise<Overview> {
  return (await request<Overview>('/api/overview', { signal })).data;
}

/** Every check there is, in its words. */
export async function listChecks(signal?: AbortSignal): Promise<CheckText[]> {
  return (await list<CheckText>('/api/checks', {}, signal)).rows;
}
