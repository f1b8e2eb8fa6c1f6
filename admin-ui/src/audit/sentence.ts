import type { Entry } from './entry';

/** A sentence to be said of an entry: a key below `resources.audit.sentence`, and who takes part. */
export interface Sentence {
  key: string;
  actor: string | null;
  target: string | null;
  /** Keys below `resources.audit.role`. */
  role?: string | undefined;
  from?: string | undefined;
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

const PLAIN = [
  'setup',
  'login_ok',
  'login_fail',
  'logout',
  'user_delete',
  'password_reset',
  'login_throttled',
];

/** What happened, as sentences. An event that is not known is still told, by its name. */
export function sentences(entry: Entry): Sentence[] {
  const { event, detail } = entry;
  const target = text(detail?.username) ?? (detail?.target === undefined ? null : `#${detail.target}`);
  const people = { actor: entry.username, target };
  if (event === 'user_update') {
    const changes = updates(entry);
    return (changes.length > 0 ? changes : [{ key: event }]).map((change) => ({ ...change, ...people }));
  }
  if (event === 'user_create') {
    const role = text(detail?.role);
    return [{ key: role ? 'user_create_as' : event, role, ...people }];
  }
  if (PLAIN.includes(event) || event === 'access_denied') return [{ key: event, ...people }];
  return [{ key: target ? 'other_target' : 'other', ...people }];
}
