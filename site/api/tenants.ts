import { request } from './client.js';
import { list, type List, type ListQuery } from './lists.js';
import type { Report, Score, Tenant } from './types.js';

export interface NewTenant {
  name: string;
  domains: string[];
  notes?: string;
}

export type TenantChange = Partial<NewTenant> & { state?: 'active' | 'paused' };

const at = (id: number) => `/api/tenants/${id}`;

/** A page of tenants. */
export function listTenants(query: ListQuery, signal?: AbortSignal): Promise<List<Tenant>> {
  return list<Tenant>('/api/tenants', query, signal);
}

/** @throws ApiError 404 */
export async function readTenant(id: number, signal?: AbortSignal): Promise<Tenant> {
  return (await request<Tenant>(at(id), { signal })).data;
}

/** Takes a tenant in. @throws ApiError with `errors.name` or `errors.domains` */
export async function createTenant(tenant: NewTenant): Promise<Tenant> {
  return (await request<Tenant>('/api/tenants', { method: 'POST', body: tenant })).data;
}

/**
 * Changes a tenant.
 * @param revision that the change was decided on; without it, whatever the tenant is now
 * @throws ApiError 412 `stale` when somebody else changed it meanwhile; its detail says who
 */
export async function changeTenant(id: number, change: TenantChange, revision?: number): Promise<Tenant> {
  return (await request<Tenant>(at(id), { method: 'PATCH', body: change, ifMatch: revision })).data;
}

/** Deletes a tenant with its jobs and findings. @param name as typed. @throws ApiError with `errors.name` */
export async function deleteTenant(id: number, name: string): Promise<void> {
  await request(at(id), { method: 'DELETE', body: { name } });
}

/** The scores of past scans, the newest first. */
export async function tenantScores(id: number, signal?: AbortSignal): Promise<Score[]> {
  return (await list<Score>(`${at(id)}/scores`, {}, signal)).rows;
}

/** How the tenant stands, finding by finding. */
export async function tenantReport(id: number, signal?: AbortSignal): Promise<Report> {
  return (await request<Report>(`${at(id)}/report`, { signal })).data;
}

/** Where the report is to be had as a file. */
export function reportExportUrl(id: number, format: 'json' | 'csv'): string {
  return `${at(id)}/report/export?format=${format}`;
}
