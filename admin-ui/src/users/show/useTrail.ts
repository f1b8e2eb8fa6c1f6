import { useGetList } from 'react-admin';
import type { Entry } from '../../audit/entry';

const newest = (count: number, filter: object) => ({
  filter,
  sort: { field: 'id', order: 'DESC' as const },
  pagination: { page: 1, perPage: count },
});

/**
 * The newest entries of the audit log by a user and about them. The log answers for either; of the newest of
 * both none can be missing from the newest of each.
 */
export function useTrail(userId: number, count: number) {
  const by = useGetList<Entry>('audit', newest(count, { user_id: userId }));
  const about = useGetList<Entry>('audit', newest(count, { target_id: userId }));
  const both = new Map([...(by.data ?? []), ...(about.data ?? [])].map((entry) => [entry.id, entry]));
  const entries = [...both.values()].sort((one, other) => other.id - one.id).slice(0, count);
  return {
    entries,
    isPending: by.isPending || about.isPending,
    error: by.error ?? about.error,
    refetch: () => Promise.all([by.refetch(), about.refetch()]),
  };
}
