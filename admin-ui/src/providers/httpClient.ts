import { HttpError } from 'react-admin';
import { send, type Answer, type Options } from './http';
import { sessionEnded } from './session';

/**
 * A request of a signed-in administrator. If the session has ended meanwhile, it waits until they have
 * signed in again and is then sent once more: a form that was being saved is saved.
 */
export async function request<T>(method: string, path: string, options?: Options): Promise<Answer<T>> {
  try {
    return await send<T>(method, path, options);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    await sessionEnded();
    return send<T>(method, path, options);
  }
}
