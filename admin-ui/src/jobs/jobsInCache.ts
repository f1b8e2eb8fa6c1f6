/** Scans as the pages hold them: where a change of one is written to, and what has to be read again for it. */
import type { QueryClient } from '@tanstack/react-query';
import type { AliveJob, Tenant } from '../tenants/tenant';
import { isAlive, type Job, type JobState } from './job';

interface Rows<T> {
  data: T[];
}

/** Pages of a list, whatever its filters; lists that have not come yet have no rows. */
const pages = (resource: string) => ({ queryKey: [resource, 'getList'] });

function changeRows<T>(client: QueryClient, resource: string, change: (row: T) => T): void {
  client.setQueriesData<Rows<T>>(
    pages(resource),
    (page) => page?.data && { ...page, data: page.data.map(change) },
  );
}

const inShort = ({ id, state, checks_done, checks_total }: Job): AliveJob => ({
  id,
  state,
  checks_done,
  checks_total,
});

/** Writes a scan wherever it is shown, so that progress needs no question to the server. */
export function showJob(client: QueryClient, job: Job): void {
  changeRows<Job>(client, 'jobs', (row) => (row.id === job.id ? job : row));
  client.setQueriesData<Job>({ queryKey: ['jobs', 'getOne'] }, (shown) =>
    shown?.id === job.id ? job : shown,
  );
  const alive = isAlive(job) ? inShort(job) : null;
  const ofTenant = (tenant: Tenant): Tenant =>
    tenant.id === job.tenant_id && (alive !== null || tenant.job?.id === job.id)
      ? { ...tenant, job: alive }
      : tenant;
  changeRows<Tenant>(client, 'tenants', ofTenant);
  client.setQueriesData<Tenant>({ queryKey: ['tenants', 'getOne'] }, (shown) => shown && ofTenant(shown));
}

/** The state of every scan that a page shows, by its number. */
export function shownStates(client: QueryClient): Map<number, JobState> {
  const listed = client.getQueriesData<Rows<Job>>(pages('jobs')).flatMap(([, page]) => page?.data ?? []);
  const single = client.getQueriesData<Job>({ queryKey: ['jobs', 'getOne'] }).flatMap(([, job]) => job ?? []);
  const ofTenants = client
    .getQueriesData<Rows<Tenant>>(pages('tenants'))
    .flatMap(([, page]) => page?.data ?? [])
    .flatMap(({ job }) => job ?? []);
  return new Map([...ofTenants, ...single, ...listed].map(({ id, state }) => [id, state]));
}
