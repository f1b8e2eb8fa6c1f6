/** `clearview user`: accounts, as an administrator looks after them. */
import { isIP } from 'node:net';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Role } from '../../../db/tables.js';
import { unlockUser } from '../../../server/auth/unlock-service.js';
import { canonicalAddress } from '../../../server/core/address.js';
import { createLink } from '../../../server/links/links-service.js';
import { resetSecondFactor } from '../../../server/second-factor/second-factor-reset-service.js';
import { isSetupRequired } from '../../../server/setup/setup-service.js';
import { getUserByName } from '../../../server/users/users-lookup-service.js';
import { isUsername, ROLES } from '../../../server/users/users-schema.js';
import * as users from '../../../server/users/users-service.js';
import { newPassword } from '../ask.js';
import type { Machine } from '../machine.js';
import { gather, given, jsonOption, onMachine, stdinOption, walk, withExamples } from '../options.js';
import { Refusal, UsageError } from '../outcome.js';
import { answer, printLine, say, toJson, toTable } from '../output.js';

interface Json {
  json?: true;
}

interface Password extends Json {
  passwordStdin?: true;
  mustChange?: true;
}

function newName(text: string): string {
  if (isUsername(text)) return text;
  throw new InvalidArgumentError(
    'Use 1 to 128 letters, digits and . _ @ + -, beginning with a letter or digit.',
  );
}

const mustChangeOption = (): Option =>
  new Option('--must-change', 'they choose another one at the next sign-in');

const nameArgument = (): Argument => new Argument('<username>', 'whose account, without regard to case');

interface CreateOptions extends Password {
  role: Role;
  invite?: true;
}

async function create({ ctx, config }: Machine, username: string, options: CreateOptions): Promise<void> {
  const { role, invite, mustChange } = options;
  if (role !== 'admin' && (await isSetupRequired(ctx))) {
    throw new Refusal('admin_first', 'The first account must be an administrator: add --role admin.');
  }
  if (invite && (options.passwordStdin || mustChange)) {
    throw new UsageError('Who is invited chooses the password: --invite stands alone.');
  }
  const how = invite
    ? ({ invite: true } as const)
    : {
        password: await newPassword(options.passwordStdin === true, username, config.minPasswordLength),
        ...(mustChange ? { must_change_password: true } : {}),
      };
  const user = await users.createUser(ctx, { username, role, ...how });
  const next = invite ? ` Next: npx clearview user password-link ${user.username}` : '';
  const text = `${user.username} was created (${user.role}, number ${user.id}).${next}`;
  await answer(options.json === true, user, text);
}

const COLUMNS: Record<string, (user: users.User) => unknown> = {
  ID: ({ id }) => id,
  USERNAME: ({ username }) => username,
  ROLE: ({ role }) => role,
  ACTIVE: ({ is_active }) => is_active,
  '2ND FACTOR': ({ second_factor }) => second_factor,
  SESSIONS: ({ live_sessions }) => live_sessions,
  'LAST SIGN-IN': ({ last_login_at }) => last_login_at ?? 'never',
  CREATED: ({ created_at }) => created_at,
};

interface ListOptions extends Json {
  role?: Role;
  inactive?: true;
  search?: string;
}

async function list({ ctx }: Machine, options: ListOptions): Promise<void> {
  const is_active = options.inactive ? false : undefined;
  const filter = given({ role: options.role, is_active, q: options.search });
  const selection = { sort: { field: 'username', direction: 'asc' }, filter } as const;
  const found = await gather(walk((query) => users.listUsers(ctx, query), selection));
  await answer(options.json === true, found, found.length === 0 ? 'No users.' : toTable(COLUMNS, found));
}

async function resetPassword({ ctx, config }: Machine, name: string, options: Password): Promise<void> {
  // First, so that nobody types two passwords for a name that is not there.
  const { id, username } = await getUserByName(ctx, name);
  const password = await newPassword(options.passwordStdin === true, username, config.minPasswordLength);
  await users.resetPassword(ctx, id, password, options.mustChange === true);
  const text = `${username} has a new password; all sessions of theirs ended.`;
  await answer(options.json === true, { ok: true, id, username }, text);
}

/** Where people reach the server: without PUBLIC_URL, from this machine. */
const originOf = ({ publicUrl, port }: Machine['config']): string =>
  publicUrl ?? `http://localhost${port === 80 ? '' : `:${port}`}`;

async function passwordLink({ ctx, config }: Machine, name: string, options: Json): Promise<void> {
  const { id, username } = await getUserByName(ctx, name);
  const { token, kind, expires_at } = await createLink(ctx, id);
  const url = `${originOf(config)}/password.html#${token}`;
  if (options.json) return printLine(toJson({ url, kind, expires_at }, 2));
  say(`Whoever opens this sets the password of ${username}, once, until ${expires_at.toISOString()}:`);
  await printLine(url);
  if (config.publicUrl === undefined) say('PUBLIC_URL is not set: the address is that of this machine.');
}

async function dropSecondFactor({ ctx }: Machine, name: string, options: Json): Promise<void> {
  const { id, username } = await getUserByName(ctx, name);
  await resetSecondFactor(ctx, id);
  const text = `${username} has no second factor any more: app, passkeys and recovery codes are gone.`;
  await answer(options.json === true, { ok: true, id, username }, text);
}

/** A command that changes role or state. */
const patch =
  (wanted: users.UserPatch, told: string) =>
  async ({ ctx }: Machine, name: string, options: Json): Promise<void> => {
    const { id } = await getUserByName(ctx, name);
    const user = await users.updateUser(ctx, id, wanted, () => true);
    await answer(options.json === true, user, `${user.username} ${told}`);
  };

async function unlock({ ctx }: Machine, name: string, options: Json & { address?: string }): Promise<void> {
  const { id, username, is_active } = await getUserByName(ctx, name);
  const counters = await unlockUser(ctx, id, options.address ?? null);
  const done = counters === 0 ? 'Nothing was counted against' : 'The failed sign-ins are forgotten of';
  const hint = is_active
    ? ''
    : `\nThe account is deactivated: npx clearview user activate ${username} opens it.`;
  await answer(options.json === true, { ok: true, id, username, counters }, `${done} ${username}.${hint}`);
}

function addressOf(text: string): string {
  if (isIP(text) !== 0) return canonicalAddress(text);
  throw new InvalidArgumentError('It must be an IP address.');
}

function addCreate(user: Command): void {
  const command = user.command('create').description('make an account; asks for its password');
  command.argument('<username>', 'letters, digits and . _ @ + -', newName);
  command.addOption(new Option('-r, --role <role>', 'what they may do').choices([...ROLES]).default('user'));
  command.addOption(stdinOption()).addOption(mustChangeOption());
  command.option('--invite', 'without a password: they choose one by a link');
  command.addOption(jsonOption()).action(onMachine(create));
  withExamples(command, [
    ['npx clearview user create joe', 'asks for the password twice'],
    ['npx clearview user create root --role admin', 'the first account needs no browser'],
    ['npx clearview user create joe --invite', 'joe chooses, see user password-link'],
    ['pass show joe | npx clearview user create joe --password-stdin', 'in a script'],
  ]);
}

function addList(user: Command): void {
  const command = user.command('list').description('who has an account, by name');
  command.addOption(new Option('-r, --role <role>', 'of this role only').choices([...ROLES]));
  command.option('--inactive', 'deactivated ones only').option('-s, --search <text>', 'part of the name');
  command.addOption(jsonOption()).action(onMachine(list));
  withExamples(command, [
    ['npx clearview user list --role admin', 'who may do everything'],
    [`npx clearview user list --json | jq -r '.[].username'`, 'names alone'],
  ]);
}

function addResetPassword(user: Command): void {
  const command = user.command('reset-password').description('set a new password and end all sessions');
  command.addArgument(nameArgument()).addOption(stdinOption()).addOption(mustChangeOption());
  command.addOption(jsonOption()).action(onMachine(resetPassword));
  withExamples(command, [
    ['npx clearview user reset-password joe', 'asks for it twice'],
    ['npx clearview user reset-password joe --must-change', 'joe chooses another at the next sign-in'],
    ['npx clearview user reset-password joe --password-stdin < new.txt', 'in a script'],
  ]);
}

function addPatch(user: Command, verb: string, about: string, wanted: users.UserPatch, told: string): void {
  const command = user.command(verb).description(about).addArgument(nameArgument());
  command.addOption(jsonOption()).action(onMachine(patch(wanted, told)));
  withExamples(command, [[`npx clearview user ${verb} joe`, about]]);
}

function addUnlock(user: Command): void {
  const command = user.command('unlock').description('forget failed sign-ins, so that they may try again');
  command.addArgument(nameArgument());
  command.option('--address <ip>', 'also let this address go on, which failed for many names', addressOf);
  command.addOption(jsonOption()).action(onMachine(unlock));
  withExamples(command, [
    ['npx clearview user unlock joe', '"Too many failed sign-ins"'],
    ['npx clearview user unlock joe --address 203.0.113.7', 'a whole office is locked out'],
  ]);
}

function addWaysBack(user: Command): void {
  const link = user
    .command('password-link')
    .description('make a link by which they set a password, once, in 24 h');
  link.addArgument(nameArgument()).addOption(jsonOption()).action(onMachine(passwordLink));
  withExamples(link, [
    ['npx clearview user password-link joe', 'hand it over; nothing changes before it is used'],
  ]);
  const factor = user
    .command('reset-second-factor')
    .description('take app, passkeys and recovery codes away');
  factor.addArgument(nameArgument()).addOption(jsonOption()).action(onMachine(dropSecondFactor));
  withExamples(factor, [['npx clearview user reset-second-factor joe', 'joe lost the phone and the codes']]);
}

export function userCommand(): Command {
  const user = new Command('user').description('Look after accounts.');
  addList(user);
  addCreate(user);
  addResetPassword(user);
  addWaysBack(user);
  addPatch(user, 'promote', 'make them an administrator', { role: 'admin' }, 'is an administrator.');
  addPatch(user, 'demote', 'make them an ordinary user', { role: 'user' }, 'is an ordinary user.');
  addPatch(user, 'activate', 'let them sign in again', { is_active: true }, 'may sign in.');
  addPatch(
    user,
    'deactivate',
    'shut them out and end their sessions',
    { is_active: false },
    'may not sign in any more; their sessions ended.',
  );
  addUnlock(user);
  return user;
}
