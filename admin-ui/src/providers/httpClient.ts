import { HttpError } from 'react-admin';
import { send, type Answer, type Options } from './http';
import { refreshMe, sessionEnded } from './session';

/**
 * A request of a signed-in administrator. If the session has ended meanwhile, it waits until they have
 * signed in again and is then sent once more: a form that was being saved is saved. A refusal may mean that
 * the role has gone meanwhile, which the whole console has to know.
 */
export async function request<T>(method: string, path: string, options?: Options): Promise<Answer<T>> {
  try {
    return await send<T>(method, path, options);
  } catch (error) {
    if (error instanceof HttpError && error.status === 403) await refreshMe();
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    await sessionEnded();
    return send<T>(method, path, options);
  }
}
