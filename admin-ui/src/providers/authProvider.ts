import type { AuthProvider } from 'react-admin';
import { getMe, signOut } from './session';
import { signIn, type Credentials } from './signIn';

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
  // No answer signs anybody out: a 401 waits for the sign-in and a 403 looks at the role (see httpClient).
  checkError: () => Promise.resolve(),
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
