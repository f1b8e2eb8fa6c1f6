import { flag, named, time, whole } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';
import { settingsPatchSchema } from './settings-schema.js';

const SETTINGS = named('Settings', {
  require_second_factor_admin: flag,
  require_second_factor_user: flag,
  reauthenticate_admins: flag,
  max_token_days: whole,
  revision: whole,
  updated_at: time,
});

export const settingsOperations: Operations = {
  'GET /': {
    summary: 'Read the settings',
    answer: SETTINGS,
    hasVersion: true,
  },
  'PATCH /': {
    summary: 'Change settings',
    description:
      'While reauthenticate_admins is on, whoever changes a ' +
      'setting must have shown who they are within the last ten minutes.',
    body: settingsPatchSchema,
    answer: SETTINGS,
    hasVersion: true,
    errors: ['reauthentication_required'],
  },
};
