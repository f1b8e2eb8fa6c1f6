import { useListContext, useStore, type SortPayload } from 'react-admin';
import { useNavigate } from 'react-router-dom';

/** A list as somebody wants to see it again. */
export interface SavedFilter {
  name: string;
  filter: Record<string, unknown>;
  sort: SortPayload;
  perPage: number;
}

/** The same whatever order the filters were set in. */
const sign = ({ filter, sort, perPage }: Omit<SavedFilter, 'name'>): string =>
  JSON.stringify([
    Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)),
    sort.field,
    sort.order,
    perPage,
  ]);

export const isSameName = (one: string, other: string): boolean =>
  one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();

const byName = (one: SavedFilter, other: SavedFilter): number => one.name.localeCompare(other.name);

/**
 * What was saved for the list around. It lies with the preferences of this browser, so that it outlives a
 * sign-out (see providers/store.ts).
 */
export function useSavedFilters() {
  const navigate = useNavigate();
  const { resource, sort, perPage, ...list } = useListContext();
  const [saved, setSaved] = useStore<SavedFilter[]>(`preferences.saved_filters.${resource}`, []);
  const present = { filter: list.filterValues as Record<string, unknown>, sort, perPage };
  const without = (name: string) => saved.filter((other) => !isSameName(other.name, name));
  return {
    saved,
    canSave: Object.keys(present.filter).length > 0,
    isPresent: (one: SavedFilter) => sign(one) === sign(present),
    save: (name: string) => setSaved([...without(name), { name: name.trim(), ...present }].sort(byName)),
    remove: (name: string) => setSaved(without(name)),
    restore: (one: SavedFilter) => setSaved([...without(one.name), one].sort(byName)),
    /** By the address, where all of it changes at once. */
    apply: (one: SavedFilter) => {
      const search = new URLSearchParams({
        filter: JSON.stringify(one.filter),
        sort: one.sort.field,
        order: one.sort.order,
        page: '1',
        perPage: String(one.perPage),
      });
      void navigate({ search: `?${search}` });
    },
  };
}
