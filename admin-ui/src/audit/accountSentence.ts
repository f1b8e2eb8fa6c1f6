/** What people have of their own, and what holds for everybody: how their entries are told. */
import type { Detail, Entry } from './entry';
import { text, whole } from './facts';
import type { Said } from './sentence';

/** A key of its own for what is known; else the one that fits all. */
const among = (key: string, known: readonly string[], value: unknown): string =>
  typeof value === 'string' && known.includes(value) ? `${key}_${value}` : key;

const METHODS = ['totp', 'passkey', 'recovery_code'];

const byMethod = ({ event, detail }: Entry): Said[] => [{ key: among(event, METHODS, detail?.method) }];

const isOwn = ({ user_id, detail }: Entry): boolean => user_id !== null && detail?.target === user_id;

function tokenRevoked(entry: Entry): Said {
  const { detail } = entry;
  const token = text(detail?.token_name);
  const count = whole(detail?.tokens_revoked);
  const own = isOwn(entry) ? '_own' : '';
  if (count !== undefined) return { key: `tokens_revoke${own}`, count };
  const itself = detail?.token !== undefined && detail.token === detail.token_id;
  return { key: itself ? 'token_revoke_itself' : `token_revoke${own}`, token };
}

const SWITCHES = [
  'require_second_factor_admin',
  'require_second_factor_user',
  'reauthenticate_admins',
] as const satisfies (keyof Detail)[];

/** One setting, one sentence. */
function settingsUpdated({ detail }: Entry): Said[] {
  const days = whole(detail?.max_token_days);
  const said: Said[] = SWITCHES.filter((name) => typeof detail?.[name] === 'boolean').map((name) => ({
    key: `${name}_${detail?.[name] ? 'on' : 'off'}`,
  }));
  if (days !== undefined) said.push({ key: 'max_token_days', count: days });
  return said.length > 0 ? said : [{ key: 'settings_update' }];
}

export const ACCOUNT_EVENTS: Record<string, (entry: Entry) => Said[]> = {
  login_ok: byMethod,
  login_new_browser: ({ detail }) => {
    const [browser, system] = [text(detail?.browser), text(detail?.system)];
    const isKnown = browser !== undefined && system !== undefined;
    return [{ key: isKnown ? 'login_new_browser_on' : 'login_new_browser', browser, system }];
  },
  password_reset: ({ detail }) => [
    { key: detail?.must_change_password === true ? 'password_reset_once' : 'password_reset' },
  ],
  password_link_create: ({ detail }) => [
    { key: among('password_link_create', ['invite', 'reset'], detail?.kind) },
  ],
  second_factor_add: byMethod,
  second_factor_remove: byMethod,
  second_factor_fail: byMethod,
  recovery_code_use: ({ detail }) => {
    const left = whole(detail?.left);
    return [{ key: left === undefined ? 'recovery_code_use' : 'recovery_code_use_left', count: left }];
  },
  notice_dismiss: ({ detail }) => [{ key: 'notice_dismiss', count: whole(detail?.notices) ?? 1 }],
  token_create: ({ detail }) => [{ key: 'token_create', token: text(detail?.token_name) }],
  token_revoke: (entry) => [tokenRevoked(entry)],
  token_leaked: ({ detail }) => [{ key: 'token_leaked', token: text(detail?.token_name) }],
  settings_update: settingsUpdated,
};
