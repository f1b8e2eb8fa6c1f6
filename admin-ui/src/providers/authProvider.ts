import { HttpError, type AuthProvider } from 'react-admin';
import { getMe, refreshMe, signIn, signOut, type Credentials } from './session';

/**
 * React-admin's view of the session. It answers from memory, since it is asked before every page;
 * `SessionGate` decides what an anonymous visitor or one without the role sees, so nothing here redirects.
 */
export const authProvider: AuthProvider = {
  login: (credentials: Credentials) => signIn(credentials),
  async logout() {
    if (getMe()) await signOut();
    return false;
  },
  checkAuth: () => Promise.resolve(),
  async checkError(error: unknown) {
    // A 401 never gets here (see httpClient). A 403 is told in a toast and never signs anybody out.
    if (error instanceof HttpError && error.status === 403) await refreshMe();
  },
  getIdentity() {
    const me = getMe();
    return me
      ? Promise.resolve({ id: me.id, fullName: me.username })
      : Promise.reject(new Error('Nobody is signed in.'));
  },
  canAccess: ({ action, resource, record }) => {
    const me = getMe();
    if (me?.role !== 'admin') return Promise.resolve(false);
    if (resource === 'audit') return Promise.resolve(action === 'list');
    const own = (record as { id?: unknown } | undefined)?.id === me.id;
    return Promise.resolve(!(own && action === 'delete'));
  },
  getPermissions: () => Promise.resolve(getMe()?.role),
};
