import { auditWhere } from '../audit/entry';
import type { Editing, Versioned } from '../shared/edit/editing';

/** What an administrator asks of everybody. There is one, and react-admin wants a number for it. */
export interface Settings extends Versioned {
  require_second_factor_admin: boolean;
  require_second_factor_user: boolean;
  reauthenticate_admins: boolean;
  max_token_days: number;
  updated_at: string;
}

export const THE_SETTINGS = 1;

/** The longest life that can be allowed to a token, in days: ten years. */
export const MOST_DAYS = 3650;

export const changesOfSettings = { event: 'settings_update' };
export const auditOfSettings = (): string => auditWhere(changesOfSettings);

export const toForm = (told: Omit<Settings, 'id'>): Settings => ({ ...told, id: THE_SETTINGS });

export const settingsEditing: Editing<Settings> = {
  resource: 'settings',
  fields: [
    'require_second_factor_admin',
    'require_second_factor_user',
    'reauthenticate_admins',
    'max_token_days',
  ],
  stays: true,
  toForm,
  nameOf: () => '',
  touches: ['settings', 'audit'],
  trailOf: () => changesOfSettings,
  words: (_field, value, translate) =>
    typeof value === 'number'
      ? translate('resources.settings.days', { smart_count: value })
      : translate(`resources.settings.${value === true ? 'on' : 'off'}`),
};
