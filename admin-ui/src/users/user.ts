import { auditWhere } from '../audit/entry';
import { useMe } from '../providers/session';

export type Role = 'admin' | 'user';

export interface User {
  id: number;
  username: string;
  role: Role;
  is_active: boolean;
  created_at: string;
  updated_at: string;
  last_login_at: string | null;
  /** Raised by each change of name, role or status: what tells that somebody else was faster. */
  revision: number;
  live_sessions: number;
  /** Has to choose a password of their own at the next sign-in. */
  must_change_password: boolean;
  /** Signs in with something besides the password. */
  second_factor: boolean;
}

/** Whether a record is the account one is signed in with: that one's role and life are in others' hands. */
export function useIsOwn(record: User | undefined): boolean {
  const me = useMe();
  return record !== undefined && me?.id === record.id;
}

export const userPage = (id: number): string => `/users/${id}/show`;
export const usersWhere = (filter: Record<string, unknown>): string =>
  `/users?${new URLSearchParams({ filter: JSON.stringify(filter), page: '1' })}`;
export const userForm = (id: number): string => `/users/${id}`;

/** The audit log of what a user did, and of what was done to them. */
export const auditBy = (id: number): string => auditWhere({ user_id: id });
export const auditAbout = (id: number): string => auditWhere({ target_id: id });
