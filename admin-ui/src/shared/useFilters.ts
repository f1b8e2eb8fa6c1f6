import { useListContext } from 'react-admin';

/** The filters of the list around, and what to do with them. */
export function useFilters() {
  const context = useListContext();
  const filters = (context.filterValues ?? {}) as Record<string, unknown>;
  const without = (gone: string) => Object.entries(filters).filter(([key]) => key !== gone);
  return {
    filters,
    filtered: Object.keys(filters).length > 0,
    clear: () => context.setFilters({}),
    remove: (key: string) => context.setFilters(Object.fromEntries(without(key))),
  };
}
