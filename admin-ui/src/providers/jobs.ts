import type { Identifier } from 'react-admin';
import type { Finding, Job } from '../jobs/job';
import { request } from './httpClient';
import { at } from './paths';

interface Options {
  signal?: AbortSignal | undefined;
}

/** More than any scan has. */
const ALL = new URLSearchParams({ range: '[0,999]' });

/** What can be asked of a scan beside reading it. */
export const jobs = {
  findings: async (id: Identifier, { signal }: Options = {}): Promise<Finding[]> =>
    (await request<Finding[]>('GET', `${at('jobs', id)}/findings?${ALL}`, { signal })).data,

  cancelJob: async (id: Identifier): Promise<Job> =>
    (await request<Job>('POST', `${at('jobs', id)}/cancel`, { body: {} })).data,

  /** @returns the new one */
  retryJob: async (id: Identifier): Promise<Job> =>
    (await request<Job>('POST', `${at('jobs', id)}/retry`, { body: {} })).data,
};
