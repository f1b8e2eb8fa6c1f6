import { QueryClient } from '@tanstack/react-query';
import { HttpError } from 'react-admin';

/** Only what may pass by itself is tried again: no answer at all, or a server that is busy. */
const mayPass = (error: unknown): boolean =>
  error instanceof HttpError && (error.status === 0 || error.status >= 500);

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => mayPass(error) && failures < 2 } },
});
