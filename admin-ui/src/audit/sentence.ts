import { ACCOUNT_EVENTS } from './accountSentence';
import type { Entry } from './entry';
import { text, whole } from './facts';

/** Somebody, or a tenant, in a sentence. With an id there is a page about them. */
export interface Person {
  kind: 'user' | 'tenant';
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
  /** The number of a scan. */
  job?: number | undefined;
  domain?: string | undefined;
  score?: number | undefined;
  /** What a tenant was called before. */
  old?: string | undefined;
  /** The name of the token that something was done to. */
  token?: string | undefined;
  browser?: string | undefined;
  system?: string | undefined;
}

export type Said = Omit<Sentence, 'actor' | 'target'>;

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
  if (detail?.resource === 'report') return { key: 'report_export', format: text(detail.format) };
  const part = detail?.filter === undefined ? 'all' : 'part';
  return {
    key: 'data_export',
    exported: `${text(detail?.resource) ?? 'other'}_${part}`,
    format: text(detail?.format),
  };
}

/** A tenant may be renamed, paused and given other domains at once. */
function tenantUpdated({ detail }: Entry): Said[] {
  const old = text(detail?.from?.['name']);
  const has = (field: string): boolean => detail !== null && field in detail;
  const said = [
    ...(old ? [{ key: 'tenant_rename', old }] : []),
    ...(detail?.state === 'paused' ? [{ key: 'tenant_pause' }] : []),
    ...(detail?.state === 'active' ? [{ key: 'tenant_resume' }] : []),
    ...(has('domains') ? [{ key: 'tenant_domains' }] : []),
    ...(has('notes') ? [{ key: 'tenant_notes' }] : []),
  ];
  return said.length > 0 ? said : [{ key: 'tenant_update' }];
}

function proved({ user_id, detail }: Entry): Said {
  const way = detail?.proof === 'dns' || detail?.proof === 'file' ? `_${detail.proof}` : '';
  return { key: `domain_proved${user_id === null ? '' : '_by'}${way}`, domain: text(detail?.domain) };
}

const TRIGGERS = ['schedule', 'onboarding', 'retry'];

/** Why a scan began, when it was not simply asked for. */
function queued({ detail }: Entry): Said {
  const trigger = TRIGGERS.find((one) => one === detail?.trigger);
  return { key: trigger ? `job_create_${trigger}` : 'job_create', job: whole(detail?.job) };
}

function finished({ detail }: Entry): Said {
  const score = whole(detail?.score);
  const isFailed = detail?.state === 'failed';
  const how = isFailed ? '_failed' : score === undefined ? '' : '_score';
  return { key: `job_finish${how}`, job: whole(detail?.job), score };
}

/** The events that need a look at their detail before they can be told. */
const TOLD_BY_DETAIL: Partial<Record<string, (entry: Entry) => Said[]>> = {
  ...ACCOUNT_EVENTS,
  user_create: ({ detail }) => {
    const role = text(detail?.role);
    const verb = detail?.invite === true ? 'user_invite' : 'user_create';
    return [{ key: role ? `${verb}_as` : verb, role }];
  },
  user_update: updated,
  access_denied: ({ detail }) => {
    if (detail?.reason === 'network') {
      return [{ key: 'access_denied_network', token: text(detail.by_token) }];
    }
    const door = text(detail?.door);
    return [{ key: door ? 'access_denied_at' : 'access_denied', door }];
  },
  login_fail: (entry) => [tried(entry)],
  login_throttled: (entry) => [tried(entry)],
  session_revoke: (entry) => [revoked(entry)],
  data_export: (entry) => [exported(entry)],
  tenant_update: tenantUpdated,
  domain_proved: (entry) => [proved(entry)],
  domain_waived: ({ detail }) => [{ key: 'domain_waived', domain: text(detail?.domain) }],
  job_create: (entry) => [queued(entry)],
  job_finish: (entry) => [finished(entry)],
  job_cancel: ({ detail }) => [{ key: 'job_cancel', job: whole(detail?.job) }],
};

/** The events that one key of their own tells. */
const PLAIN = [
  'setup',
  'setup_refused',
  'logout',
  'user_delete',
  'user_unlock',
  'password_change',
  'password_link_use',
  'second_factor_reset',
  'recovery_codes_create',
  'backup_create',
  'backup_restore',
  'tenant_create',
  'tenant_delete',
  'job_purge',
  'session_purge',
  'token_purge',
  'audit_purge',
];

/** What is done to tenants: the target's number is a tenant's, and no user's. */
const ABOUT_TENANTS = /^(tenant|domain|job)_/;

function told(entry: Entry, hasTarget: boolean): Said[] {
  const byDetail = TOLD_BY_DETAIL[entry.event];
  if (byDetail) return byDetail(entry);
  if (PLAIN.includes(entry.event)) return [{ key: entry.event, count: whole(entry.detail?.count) }];
  return [{ key: hasTarget ? 'other_target' : 'other' }];
}

export function actorOf({ user_id, username, detail }: Entry): Person | null {
  // At the command line no account acts: the operating system says who sits there.
  const operator = text(detail?.os_user);
  if (operator !== undefined) return { kind: 'user', name: operator };
  if (username === null && user_id === null) return null;
  return { kind: 'user', name: username ?? `#${user_id}`, id: user_id ?? undefined };
}

/** Whether an entry is about a tenant. Users and tenants are numbered each from 1. */
export const isAboutTenant = ({ event, detail }: Entry): boolean =>
  ABOUT_TENANTS.test(event) || (event === 'data_export' && detail?.target !== undefined);

export function targetOf(entry: Entry): Person | null {
  const { detail } = entry;
  const id = whole(detail?.target);
  const kind = isAboutTenant(entry) ? 'tenant' : 'user';
  const name = text(kind === 'tenant' ? detail?.name : detail?.username);
  if (name === undefined && id === undefined) return null;
  return { kind, name: name ?? `#${id}`, id };
}

/** What happened, as sentences. An event that is not known is still told, by its name. */
export function sentences(entry: Entry): Sentence[] {
  const actor = actorOf(entry);
  const target = targetOf(entry);
  return told(entry, target !== null).map((said) => ({ ...said, actor, target }));
}
