/** What an administrator asks of everybody. */
import type { Knex } from 'knex';
import type { Role } from '../../db/tables.js';
import { change, lastEvent } from '../audit/audit-service.js';
import type { ActorCtx, Deps } from '../core/context.js';
import { ApiError, notFresh } from '../core/errors.js';
import { isPlainObject } from '../core/text.js';
import { assertStillAdmin } from '../users/actor-service.js';
import * as store from './settings-store.js';

export type Settings = store.StoredSettings;

export type SettingsPatch = Partial<Omit<Settings, 'revision' | 'updated_at'>>;

/** Which revisions a change is meant for. */
export type Expectation = (revision: number) => boolean;

/** @param deps with a transaction for `db`, as that transaction sees them */
export async function readSettings(deps: Pick<Deps, 'db'>): Promise<Settings> {
  return store.readSettings(deps.db);
}

/** Whether a role needs a second factor. @param deps as those of readSettings */
export async function needsSecondFactor(deps: Pick<Deps, 'db'>, role: Role): Promise<boolean> {
  const settings = await readSettings(deps);
  return role === 'admin' ? settings.require_second_factor_admin : settings.require_second_factor_user;
}

/**
 * Where administrators show who they are before they change each other, somebody at an unlocked screen must not do
 * it. Scripts and the command line have nobody to ask: they have shown their right already.
 * @throws ApiError `reauthentication_required`
 */
export function assertFresh(ctx: ActorCtx, { reauthenticate_admins }: Settings): void {
  if (!reauthenticate_admins || ctx.token !== null || ctx.operator !== null || ctx.standing.isFresh) return;
  throw notFresh();
}

async function assertExpected(trx: Knex, settings: Settings, isExpected: Expectation): Promise<void> {
  if (isExpected(settings.revision)) return;
  const last = await lastEvent(trx, 'settings_update');
  const fields = isPlainObject(last?.detail.from) ? Object.keys(last.detail.from) : [];
  const what =
    fields.length === 0
      ? 'The settings were changed meanwhile.'
      : `${last?.username ?? 'Somebody'} changed the settings meanwhile: ${fields.join(', ')}.`;
  throw new ApiError('stale', `${what} Read them again and decide anew.`);
}

function changedFields(settings: Settings, patch: SettingsPatch): SettingsPatch {
  const names = Object.keys(patch) as (keyof SettingsPatch)[];
  const changed = names.filter((name) => patch[name] !== undefined && patch[name] !== settings[name]);
  return Object.fromEntries(changed.map((name) => [name, patch[name]]));
}

/**
 * Changes settings. A patch that changes nothing answers them and leaves no trace.
 * @param isExpected whether they are still as the caller knows them
 * @throws ApiError `stale`, `reauthentication_required`
 */
export async function updateSettings(
  ctx: ActorCtx,
  patch: SettingsPatch,
  isExpected: Expectation,
): Promise<Settings> {
  return change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const settings = await store.lockSettings(trx);
    await assertExpected(trx, settings, isExpected);
    const changed = changedFields(settings, patch);
    const fields = Object.keys(changed) as (keyof SettingsPatch)[];
    if (fields.length === 0) return settings;
    // Else it could be switched off by the one whom it is to hold up.
    assertFresh(ctx, settings);
    const from = Object.fromEntries(fields.map((field) => [field, settings[field]]));
    record('settings_update', { ...changed, from });
    return store.updateSettings(trx, changed);
  });
}
