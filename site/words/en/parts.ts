/** What the parts of pages say: tables, search, dialogs and their like. */
export const parts = {
  table: {
    sortBy: 'Sort by',
    ascending: (column: string) => `${column}, ascending`,
    descending: (column: string) => `${column}, descending`,
  },

  pager: {
    label: 'Pages',
    previous: 'Previous',
    next: 'Next',
    first: 'First page',
    span: (from: string, to: string, total: string | null) =>
      total === null ? `${from}–${to} of many` : `${from}–${to} of ${total}`,
    none: 'None',
  },

  search: {
    nothingTitle: 'Nothing matches',
    nothingText: 'No entry fits this search and these filters.',
    reset: 'Clear search and filters',
    results: (count: string) => `${count} found`,
  },

  domains: { more: (count: string) => `+${count}`, many: (count: string) => `${count} domains` },

  dialog: { cancel: 'Cancel', close: 'Close' },

  copy: { copy: 'Copy', copied: 'Copied', failed: 'Could not be copied. Select the text and copy it.' },

  time: { never: 'Never' },

  live: { off: 'Live news is interrupted. Trying again…' },
};
