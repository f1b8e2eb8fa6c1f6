/** The end of onboarding: when every domain is proved, the first scan is queued. */
import type { Knex } from 'knex';
import type { RecordEvent } from '../audit/audit-service.js';
import type { Ctx } from '../core/context.js';
import { queueScan } from '../jobs/jobs-service.js';
import { countUnproved, type StoredTenant } from '../tenants/tenants-service.js';

/**
 * Queues the first scan of a tenant in onboarding whose last unproved domain has just been proved, waived or taken
 * away. Of any other tenant nothing happens.
 * @param trx under the lock of the tenant's row
 */
export async function queueFirstScan(
  trx: Knex.Transaction,
  ctx: Ctx,
  record: RecordEvent,
  { id, state }: Pick<StoredTenant, 'id' | 'state'>,
): Promise<void> {
  if (state !== 'onboarding' || (await countUnproved(trx, id)) > 0) return;
  await queueScan(trx, ctx, record, id, 'onboarding');
}
