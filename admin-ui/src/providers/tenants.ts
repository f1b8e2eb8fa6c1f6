import { HttpError, type Identifier } from 'react-admin';
import type { Job } from '../jobs/job';
import type { Onboarding, Report } from '../tenants/tenant';
import { request } from './httpClient';
import { at } from './paths';

interface Options {
  signal?: AbortSignal | undefined;
}

/** What can be asked of a tenant beside reading and changing it. */
export const tenants = {
  /** How it stands by its newest scan. */
  report: async (id: Identifier, { signal }: Options = {}): Promise<Report> =>
    (await request<Report>('GET', `${at('tenants', id)}/report`, { signal })).data,

  /** How its domains are to be proved; null when all of them are. */
  async onboarding(id: Identifier, { signal }: Options = {}): Promise<Onboarding | null> {
    try {
      return (await request<Onboarding>('GET', at('onboarding', id), { signal })).data;
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return null;
      throw error;
    }
  },

  /** Looks now for the proofs of its domains. */
  checkProofs: async (id: Identifier): Promise<Onboarding> =>
    (await request<Onboarding>('POST', `${at('onboarding', id)}/check`, { body: {} })).data,

  /** Does without the proof of a domain. */
  waiveProof: async (id: Identifier, domain: string, reason: string): Promise<Onboarding> =>
    (await request<Onboarding>('POST', `${at('onboarding', id)}/waive`, { body: { domain, reason } })).data,

  /** Queues a scan; the one that is queued or running, when there is one. */
  scan: async (tenant_id: Identifier): Promise<Job> =>
    (await request<Job>('POST', at('jobs'), { body: { tenant_id } })).data,
};
