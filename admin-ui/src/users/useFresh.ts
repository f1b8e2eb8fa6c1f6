import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** Reads again what a change of users or sessions shows itself in, as far as it is on the screen. */
export function useFresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return useCallback(async () => {
    const touched = ['users', 'sessions', 'audit'];
    await Promise.all(touched.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
  }, [queryClient]);
}
