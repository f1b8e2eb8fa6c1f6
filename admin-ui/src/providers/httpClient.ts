import { HttpError } from 'react-admin';
import { send, type Answer, type Options } from './http';
import { reauthentication } from './reauthentication';
import { refreshMe, sessionEnded } from './session';

const isUnfresh = ({ body }: HttpError): boolean =>
  (body as { code?: string } | null)?.code === 'reauthentication_required';

/**
 * Waits until the way is free again: a sign-in after the session ended, or a look at who sits there before
 * something risky. Another refusal may mean that the role has gone, or that there is something to do first, which
 * the whole console has to know.
 * @returns whether it makes sense to send the request again
 */
async function mend(error: HttpError): Promise<boolean> {
  if (error.status === 401) await sessionEnded();
  else if (error.status !== 403) return false;
  else if (isUnfresh(error)) await reauthentication();
  else {
    await refreshMe();
    return false;
  }
  return true;
}

/**
 * A request of a signed-in administrator. What only waits for them to show who they are is sent once more
 * after that: a form that was being saved is saved.
 */
export async function request<T>(method: string, path: string, options?: Options): Promise<Answer<T>> {
  try {
    return await send<T>(method, path, options);
  } catch (error) {
    if (!(error instanceof HttpError) || !(await mend(error))) throw error;
    return send<T>(method, path, options);
  }
}
