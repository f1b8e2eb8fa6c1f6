import { request } from './client.js';
import { list, type List, type ListQuery } from './lists.js';
import type { Job } from './types.js';

const at = (id: number) => `/api/jobs/${id}`;

/** Whether a job waits or runs. */
export const isAlive = ({ state }: Pick<Job, 'state'>): boolean => state === 'queued' || state === 'running';

/** A page of jobs. */
export function listJobs(query: ListQuery, signal?: AbortSignal): Promise<List<Job>> {
  return list<Job>('/api/jobs', query, signal);
}

/** Asks for a scan; answers the one that waits or runs already, if there is one. */
export async function startScan(tenantId: number): Promise<Job> {
  return (await request<Job>('/api/jobs', { method: 'POST', body: { tenant_id: tenantId } })).data;
}

/** @throws ApiError 409 `job_over` */
export async function cancelJob(id: number): Promise<Job> {
  return (await request<Job>(`${at(id)}/cancel`, { method: 'POST', body: {} })).data;
}

/** Runs a failed or cancelled job again, as a new one. @throws ApiError 409 `job_alive`, `job_over` */
export async function retryJob(id: number): Promise<Job> {
  return (await request<Job>(`${at(id)}/retry`, { method: 'POST', body: {} })).data;
}
