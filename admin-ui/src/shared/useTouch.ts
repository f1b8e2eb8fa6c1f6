import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** Reads again all of these resources that is on the screen. */
export function useTouch(...names: string[]): () => Promise<void> {
  const queryClient = useQueryClient();
  const key = names.join(' ');
  return useCallback(async () => {
    await Promise.all(key.split(' ').map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
  }, [queryClient, key]);
}
