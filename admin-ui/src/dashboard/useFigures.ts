import { useQuery, type UseQueryResult } from '@tanstack/react-query';

const MINUTE = 60_000;

/** Figures that renew themselves every minute, as long as somebody looks at the page. */
export const useFigures = <T>(
  name: string,
  read: (options: { signal: AbortSignal }) => Promise<T>,
): UseQueryResult<T> =>
  useQuery({
    queryKey: ['stats', name],
    queryFn: ({ signal }) => read({ signal }),
    refetchInterval: MINUTE,
  });
