/** What happened, in a sentence; told by an audit row about the reader's own account. */
import type { Activity } from '../../api/account.js';
import type { IconName } from '../../ui/icons.js';
import { words } from '../../words/index.js';
import { clientName } from './parts.js';

const text = words.activity;

const string = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Who did it, when it was not the reader. */
function doer({ username, detail }: Activity): string {
  const operator = string(detail?.['os_user']);
  if (operator !== null) return `${operator} (${text.byCli})`;
  return username ?? text.somebody;
}

function sentence(row: Activity): string {
  const { event, detail, by_me: isMine } = row;
  const method = string(detail?.['method']);
  const mine: Readonly<Record<string, string>> = text.mine;
  const others: Readonly<Record<string, (who: string) => string>> = text.others;
  if (isMine) return mine[`${event}_${method}`] ?? mine[event] ?? text.other(event);
  return others[event]?.(doer(row)) ?? text.other(event);
}

/** What it was done to or with: the name of a token, the kind of a factor, a browser, a role. */
function object({ event, detail }: Activity): string | null {
  const name = string(detail?.['name']) ?? string(detail?.['token_name']);
  const factors: Readonly<Record<string, string>> = text.factors;
  const kind = /^second_factor_(add|remove)$/.test(event)
    ? factors[string(detail?.['method']) ?? '']
    : undefined;
  const ended = detail?.['sessions_ended'];
  if (event === 'login_new_browser')
    return clientName({ browser: string(detail?.['browser']), system: string(detail?.['system']) });
  if (kind !== undefined) return name === null ? kind : `${kind} ${text.named(name)}`;
  if (name !== null) return text.named(name);
  if (event === 'user_update' && string(detail?.['role']) !== null)
    return text.roleNow(String(detail?.['role']));
  return event === 'session_revoke' && typeof ended === 'number' ? text.browsers(ended) : null;
}

/** The whole of it. */
export function activityWords(row: Activity): { title: string; about: string | null } {
  return { title: sentence(row), about: object(row) };
}

const SIGNS: readonly (readonly [RegExp, IconName])[] = [
  [/^login_(fail|throttled)$|^second_factor_fail$|^access_denied$|^token_leaked$/, 'warning'],
  [/^login_new_browser$/, 'laptop'],
  [/^login|^logout|^setup$/, 'account'],
  [/^token_/, 'key'],
  [/^password/, 'lock'],
  [/factor|recovery/, 'shield'],
];

/** The sign of a kind of event. */
export function activitySign(event: string): IconName {
  return SIGNS.find(([pattern]) => pattern.test(event))?.[1] ?? 'info';
}

/** Whether it deserves a second look. */
export const isTrouble = (event: string): boolean => activitySign(event) === 'warning';
