/** What an administrator asks of everybody. */
export const settings = {
  page: 'Settings',
  intro: 'What holds for everybody. It counts from the next click on.',
  fields: {
    require_second_factor_admin: 'Administrators need a second factor',
    require_second_factor_user: 'Users need a second factor',
    reauthenticate_admins: 'Ask again before changing an administrator',
    max_token_days: 'Longest life of a token, in days',
  },
  group: { second_factor: 'Second factor', admins: 'Administrators', tokens: 'API tokens' },
  help: {
    require_second_factor_admin: 'Who has none adds one before anything else opens to them.',
    require_second_factor_user: 'The same for everybody who is not an administrator.',
    reauthenticate_admins:
      'Who changes, resets or deletes another administrator, or makes somebody one, shows within ten minutes before that it is them.',
    max_token_days: 'From 1 to 3650. Tokens that were made before keep their end.',
  },
  none_without: 'Everybody who is active has one.',
  without: '%{count} active account has none. |||| %{count} active accounts have none.',
  asked: 'It is asked for at their next click.',
  own_first: 'You are one of them: you add yours straight after saving.',
  on: 'On',
  off: 'Off',
  days: '%{smart_count} day |||| %{smart_count} days',
  days_needed: 'Enter a whole number from 1 to 3650.',
  action: { save: 'Save settings' },
  updated: 'The settings were saved.',
  stale: 'Somebody changed the settings meanwhile. Your change is not saved yet.',
  trail: {
    title: 'Last changes',
    none: 'Nobody has changed them yet.',
    all: 'All changes of the settings',
  },
};
