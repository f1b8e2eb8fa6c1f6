import { auditWhere } from '../audit/entry';
import { useMe } from '../providers/session';

export interface User {
  id: number;
  username: string;
  role: 'admin' | 'user';
  is_active: boolean;
  created_at: string;
  updated_at: string;
  last_login_at: string | null;
}

/** Whether a record is the account one is signed in with: that one's role and life are in others' hands. */
export function useIsOwn(record: User | undefined): boolean {
  const me = useMe();
  return record !== undefined && me?.id === record.id;
}

/** The audit log of what a user did, and of what was done to them. */
export const auditBy = (id: number): string => auditWhere({ user_id: id });
export const auditAbout = (id: number): string => auditWhere({ target_id: id });
