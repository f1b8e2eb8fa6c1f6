import { request } from './client.js';
import type { Overview } from './types.js';

/** How all tenants stand, and what runs now. */
export async function readOverview(signal?: AbortSignal): Promise<Overview> {
  return (await request<Overview>('/api/overview', { signal })).data;
}
