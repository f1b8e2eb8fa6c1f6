import type { Entry } from './entry';

/** Somebody in a sentence. With an id there is a page about them. */
export interface Person {
  name: string;
  id?: number | undefined;
}

/** A sentence to be said of an entry: a key below `resources.audit.sentence`, and who takes part. */
export interface Sentence {
  key: string;
  actor: Person | null;
  target: Person | null;
  /** Keys below `resources.audit.role`. */
  role?: string | undefined;
  from?: string | undefined;
  count?: number | undefined;
  door?: string | undefined;
  /** A key below `resources.audit.exported`. */
  exported?: string | undefined;
  /** A key below `clearview.export`. */
  format?: string | undefined;
}

type Said = Omit<Sentence, 'actor' | 'target'>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const whole = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? Number(value) : undefined;

/** One change, one sentence: a PATCH may change role and status at once. */
function updated({ detail }: Entry): Said[] {
  const role = text(detail?.role);
  const from = text(detail?.from?.['role']);
  const said = [
    ...(role ? [{ key: from ? 'role_from' : 'role_to', role, from }] : []),
    ...(typeof detail?.is_active === 'boolean'
      ? [{ key: detail.is_active ? 'activated' : 'deactivated' }]
      : []),
  ];
  return said.length > 0 ? said : [{ key: 'user_update' }];
}

/** Without a name when what was tried has not the form of one. */
const tried = (entry: Entry): Said => ({
  key: targetOf(entry) ? entry.event : `${entry.event}_unnamed`,
});

/** One session, or all that a user had; of somebody else, or one's own. */
function revoked({ user_id, detail }: Entry): Said {
  const own = user_id !== null && detail?.target === user_id ? '_own' : '';
  const count = whole(detail?.sessions_ended);
  return count === undefined ? { key: `session_revoke${own}` } : { key: `sessions_revoke${own}`, count };
}

function exported({ detail }: Entry): Said {
  const part = detail?.filter === undefined ? 'all' : 'part';
  return {
    key: 'data_export',
    exported: `${text(detail?.resource) ?? 'other'}_${part}`,
    format: text(detail?.format),
  };
}

/** The events that need a look at their detail before they can be told. */
const TOLD_BY_DETAIL: Partial<Record<string, (entry: Entry) => Said[]>> = {
  user_create: ({ detail }) => {
    const role = text(detail?.role);
    return [{ key: role ? 'user_create_as' : 'user_create', role }];
  },
  user_update: updated,
  access_denied: ({ detail }) => {
    const door = text(detail?.door);
    return [{ key: door ? 'access_denied_at' : 'access_denied', door }];
  },
  login_fail: (entry) => [tried(entry)],
  login_throttled: (entry) => [tried(entry)],
  session_revoke: (entry) => [revoked(entry)],
  data_export: (entry) => [exported(entry)],
};

/** The events that one key of their own tells. */
const PLAIN = [
  'setup',
  'setup_refused',
  'login_ok',
  'logout',
  'user_delete',
  'password_reset',
  'session_purge',
  'audit_purge',
];

function told(entry: Entry, hasTarget: boolean): Said[] {
  const byDetail = TOLD_BY_DETAIL[entry.event];
  if (byDetail) return byDetail(entry);
  if (PLAIN.includes(entry.event)) return [{ key: entry.event, count: whole(entry.detail?.count) }];
  return [{ key: hasTarget ? 'other_target' : 'other' }];
}

export function actorOf({ user_id, username }: Entry): Person | null {
  if (username === null && user_id === null) return null;
  return { name: username ?? `#${user_id}`, id: user_id ?? undefined };
}

export function targetOf({ detail }: Entry): Person | null {
  const id = whole(detail?.target);
  const name = text(detail?.username) ?? (id === undefined ? undefined : `#${id}`);
  return name === undefined ? null : { name, id };
}

/** What happened, as sentences. An event that is not known is still told, by its name. */
export function sentences(entry: Entry): Sentence[] {
  const actor = actorOf(entry);
  const target = targetOf(entry);
  return told(entry, target !== null).map((said) => ({ ...said, actor, target }));
}
