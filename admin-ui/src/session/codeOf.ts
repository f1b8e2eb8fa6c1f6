import { HttpError } from 'react-admin';

/** What the API calls the error, such as `step_over`; nothing for what is not its own. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof HttpError ? (error.body as { code?: string } | null)?.code : undefined;
