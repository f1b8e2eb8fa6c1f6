import type { JobState, JobTrigger } from '../../db/tables.js';
import { idField } from '../http/validate.js';

export const JOB_STATES = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
] as const satisfies JobState[];

/** A tenant has at most one job in one of these. */
export const ALIVE = ['queued', 'running'] as const satisfies JobState[];

export const TRIGGERS = ['manual', 'schedule', 'onboarding', 'retry'] as const satisfies JobTrigger[];

export const newJobSchema = { tenant_id: idField('tenant_id') };

/** Whether a job is waiting or running. */
export const isAlive = ({ state }: { state: JobState }): boolean => ALIVE.some((alive) => alive === state);
