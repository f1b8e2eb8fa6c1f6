/** React-admin's own words where ours are plainer. */
export const reactAdmin = {
  action: { remove_all_filters: 'Clear filters', select_columns: 'Columns', refresh: 'Refresh' },
  boolean: { true: 'Yes', false: 'No', null: 'Any' },
  message: {
    invalid_form: 'Something is not right yet. See below the field.',
    unsaved_changes: 'Your changes are not saved. Leave this page and lose them?',
    error: 'This page stopped working. Nothing that was saved is lost. Load it again.',
  },
  notification: {
    http_error: 'Clearview did not answer.',
    item_doesnt_exist: 'This does not exist, or was deleted meanwhile.',
    logged_out: 'Your session has ended.',
    not_authorized: 'You may not do this.',
  },
  page: { not_found: 'Page not found', access_denied: 'You may not see this' },
  validation: { required: 'Fill this in.' },
};
