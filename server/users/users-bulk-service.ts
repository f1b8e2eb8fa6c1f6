/** One change of many users: one transaction, a few statements however many they are. */
import type { Knex } from 'knex';
import { change, type RecordEvent } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import type { ApiError, ErrorCode } from '../core/errors.js';
import { assertFreshForAdmins } from './users-fresh-service.js';
import * as rules from './users-rules-service.js';
import type { UserPatch } from './users-rules-service.js';
import * as store from './users-store.js';
import type { StoredUser } from './users-store.js';

export type BulkChange =
  { ids: number[]; action: 'update'; data: UserPatch } | { ids: number[]; action: 'delete' };

export interface Refusal {
  id: number;
  code: ErrorCode;
  detail: string;
}

/** Every id that was asked for, in one of the three, in the order they were given in. */
export interface BulkResult {
  changed: number[];
  unchanged: number[];
  refused: Refusal[];
}

/** What is to become of a user. */
interface Step {
  user: StoredUser;
  /** The fields of an update; null for a deletion. */
  fields: UserPatch | null;
}

interface Plan extends BulkResult {
  steps: Step[];
}

const refusal = (id: number, { code, message }: ApiError): Refusal => ({ id, code, detail: message });

/** Goes through the users one after the other, as that many single calls would, and writes nothing yet. */
function plan(ctx: ActorCtx, input: BulkChange, users: StoredUser[], activeAdmins: number): Plan {
  const byId = new Map(users.map((user) => [user.id, user]));
  const result: Plan = { changed: [], unchanged: [], refused: [], steps: [] };
  let left = activeAdmins;
  for (const id of input.ids) {
    const user = byId.get(id);
    if (user === undefined) {
      result.refused.push(refusal(id, rules.noSuchUser()));
      continue;
    }
    const fields = input.action === 'update' ? rules.changedFields(user, input.data) : null;
    if (fields !== null && rules.isEmpty(fields)) {
      result.unchanged.push(id);
      continue;
    }
    const isLoss = fields === null || rules.isLoss(fields);
    const objection = isLoss ? rules.objectionToLoss(ctx, user, left) : null;
    if (objection !== null) {
      result.refused.push(refusal(id, objection));
      continue;
    }
    if (isLoss) left -= rules.lossOf(user);
    result.changed.push(id);
    result.steps.push({ user, fields });
  }
  return result;
}

async function write(trx: Knex, input: BulkChange, { changed }: Plan): Promise<void> {
  if (input.action === 'delete') {
    await store.deleteUsers(trx, changed);
    return;
  }
  await store.updateUsers(trx, changed, input.data);
}

const shutOutIds = ({ steps }: Plan): number[] =>
  steps.filter(({ fields }) => fields?.is_active === false).map(({ user }) => user.id);

function note(record: RecordEvent, { steps }: Plan): void {
  for (const { user, fields } of steps) {
    if (fields === null) record('user_delete', rules.deleteDetail(user));
    else record('user_update', rules.updateDetail(user, fields));
  }
}

/**
 * Changes or deletes many users: those whom no rule protects; what stands against the others is told for each.
 * @param input ids without repetition
 */
export async function changeMany(ctx: ActorCtx, input: BulkChange): Promise<BulkResult> {
  return change(ctx, async (trx, record) => {
    const users = await rules.lockTargets(trx, ctx, input.ids);
    const planned = plan(ctx, input, users, await rules.countActiveAdmins(trx));
    const touched = planned.steps.map(({ user }) => user);
    if (touched.length > 0) {
      await assertFreshForAdmins(trx, ctx, touched, input.action === 'update' ? input.data.role : undefined);
      await write(trx, input, planned);
    }
    note(record, planned);
    const ended = shutOutIds(planned);
    if (ended.length > 0) await rules.shutOut(trx, record, ended);
    const { changed, unchanged, refused } = planned;
    return { changed, unchanged, refused };
  });
}
