import { request } from './client.js';
import { list, type List, type ListQuery } from './lists.js';
import type { Onboarding } from './types.js';

const at = (id: number) => `/api/onboarding/${id}`;

/** Looking for proofs on the network of somebody else takes longer than a list. */
const lookTimeoutMs = 60_000;

/** A page of the tenants that are not taken in to the end. */
export function listOnboarding(query: ListQuery = {}, signal?: AbortSignal): Promise<List<Onboarding>> {
  return list<Onboarding>('/api/onboarding', query, signal);
}

/** Null when it is finished. Asked of the list: there that is an answer, and no error in the browser's log. */
export async function readOnboarding(id: number, signal?: AbortSignal): Promise<Onboarding | null> {
  return (await listOnboarding({ filter: { id } }, signal)).rows[0] ?? null;
}

/** Looks now for the proofs of all unproved domains, or of one. */
export async function checkProofs(id: number, domain?: string): Promise<Onboarding> {
  const body = domain === undefined ? {} : { domain };
  const options = { method: 'POST', body, timeoutMs: lookTimeoutMs } as const;
  return (await request<Onboarding>(`${at(id)}/check`, options)).data;
}

/** An administrator vouches for all unproved domains, or for one. @throws ApiError 409 `already_proved` */
export async function waiveProof(id: number, reason: string, domain?: string): Promise<Onboarding> {
  const body = domain === undefined ? { reason } : { reason, domain };
  return (await request<Onboarding>(`${at(id)}/waive`, { method: 'POST', body })).data;
}
