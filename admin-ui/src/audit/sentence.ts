import type { Entry } from './entry';

/** A sentence to be said of an entry: a key below `resources.audit.sentence`, and who takes part. */
export interface Sentence {
  key: string;
  actor: string | null;
  target: string | null;
  /** Keys below `resources.audit.role`. */
  role?: string | undefined;
  from?: string | undefined;
  count?: number | undefined;
  door?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** One change, one sentence: a PATCH may change role and status at once. */
function updates({ detail }: Entry): Omit<Sentence, 'actor' | 'target'>[] {
  const role = text(detail?.role);
  const from = text(detail?.from?.['role']);
  return [
    ...(role ? [{ key: from ? 'role_from' : 'role_to', role, from }] : []),
    ...(typeof detail?.is_active === 'boolean'
      ? [{ key: detail.is_active ? 'activated' : 'deactivated' }]
      : []),
  ];
}

/** The events that one key of their own tells. */
const PLAIN = [
  'setup',
  'setup_refused',
  'login_ok',
  'login_fail',
  'login_throttled',
  'logout',
  'access_denied',
  'user_delete',
  'password_reset',
  'session_purge',
  'audit_purge',
];

function keys(entry: Entry, hasTarget: boolean): Omit<Sentence, 'actor' | 'target'>[] {
  const { event, detail } = entry;
  const role = text(detail?.role);
  if (event === 'user_create') return [{ key: role ? 'user_create_as' : event, role }];
  if (event === 'user_update') {
    const changes = updates(entry);
    return changes.length > 0 ? changes : [{ key: event }];
  }
  if (event === 'access_denied' && detail?.door) return [{ key: 'access_denied_at', door: detail.door }];
  if (PLAIN.includes(event)) return [{ key: event, count: detail?.count }];
  return [{ key: hasTarget ? 'other_target' : 'other' }];
}

/** What happened, as sentences. An event that is not known is still told, by its name. */
export function sentences(entry: Entry): Sentence[] {
  const { detail } = entry;
  const target = text(detail?.username) ?? (detail?.target === undefined ? null : `#${detail.target}`);
  return keys(entry, target !== null).map((key) => ({ ...key, actor: entry.username, target }));
}
