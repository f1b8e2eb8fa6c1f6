/** `clearview token`: what scripts sign in with. */
import { Command } from 'commander';
import type { Request } from 'express';
import { SCOPES, type Scope } from '../../../server/core/context.js';
import { hasTokenForm } from '../../../server/core/token-form.js';
import { readBody } from '../../../server/http/validate.js';
import { MAX_TOKEN_DAYS } from '../../../server/settings/settings-schema.js';
import { listAllTokens, revokeAnyToken, type OwnedToken } from '../../../server/tokens/tokens-all-service.js';
import { newTokenSchema } from '../../../server/tokens/tokens-schema.js';
import {
  createTokenFor,
  reportLeak,
  revokeUserTokens,
  type TokenInput,
} from '../../../server/tokens/tokens-service.js';
import { getUserByName } from '../../../server/users/users-lookup-service.js';
import { readSecret } from '../ask.js';
import type { Machine } from '../machine.js';
import { gather, given, idOf, jsonOption, onMachine, walk, whole, withExamples } from '../options.js';
import { UsageError } from '../outcome.js';
import { answer, printLine, say, toJson, toTable, visible } from '../output.js';

interface Json {
  json?: true;
}

interface CreateOptions extends Json {
  user: string;
  name: string;
  scope: Scope[];
  days?: number;
  network?: string[];
}

async function create({ ctx }: Machine, options: CreateOptions): Promise<void> {
  const { name, scope: scopes, days: expires_in_days, network: networks } = options;
  const body = given({ name, scopes, expires_in_days, networks });
  // The very rules of the API, which reads nothing of a request but its body here.
  const input = await readBody<TokenInput>({ body } as Request, newTokenSchema);
  const owner = await getUserByName(ctx, options.user);
  const made = await createTokenFor(ctx, owner.id, input);
  if (options.json) return printLine(toJson(made, 2));
  say(
    `Token ${made.id} of ${owner.username}, until ${made.expires_at.toISOString()}. It is shown this once:`,
  );
  await printLine(made.token);
}

const COLUMNS: Record<string, (token: OwnedToken) => unknown> = {
  ID: ({ id }) => id,
  USER: ({ username }) => username,
  NAME: ({ name }) => name,
  'ENDS WITH': ({ hint }) => hint,
  SCOPES: ({ scopes }) => scopes,
  NETWORKS: ({ networks }) => (networks.length === 0 ? 'any' : networks),
  EXPIRES: ({ expires_at, alive }) => (alive ? expires_at : 'dead'),
  'LAST USED': ({ last_used_at }) => last_used_at ?? 'never',
  FROM: ({ last_used_ip }) => last_used_ip,
};

async function list({ ctx }: Machine, options: Json & { user?: string }): Promise<void> {
  const user = options.user === undefined ? undefined : await getUserByName(ctx, options.user);
  const selection = {
    sort: { field: 'id', direction: 'asc' },
    filter: given({ user_id: user?.id }),
  } as const;
  const tokens = await gather(walk((query) => listAllTokens(ctx, query), selection));
  await answer(options.json === true, tokens, tokens.length === 0 ? 'No tokens.' : toTable(COLUMNS, tokens));
}

interface RevokeOptions extends Json {
  user?: string;
  leaked?: true;
}

async function revokeLeaked({ ctx }: Machine, isJson: boolean): Promise<void> {
  const token = await readSecret('The token that leaked:');
  if (!hasTokenForm(token)) throw new UsageError('This is no token of Clearview: look for a slip.');
  await reportLeak(ctx, token);
  await answer(
    isJson,
    { ok: true },
    'If this was a token, it opens nothing any more; the audit log says whose.',
  );
}

async function revoke(machine: Machine, id: number | undefined, options: RevokeOptions): Promise<void> {
  const { ctx } = machine;
  const isJson = options.json === true;
  const ways = [id !== undefined, options.user !== undefined, options.leaked === true];
  if (ways.filter(Boolean).length !== 1) {
    throw new UsageError('Name one token by its number, all of somebody with --user, or use --leaked.');
  }
  if (options.leaked) return revokeLeaked(machine, isJson);
  if (id !== undefined) {
    const { name, username } = await revokeAnyToken(ctx, id);
    const text = `The token "${visible(name)}" of ${username} opens nothing any more.`;
    return answer(isJson, { ok: true, tokens_revoked: 1 }, text);
  }
  const user = await getUserByName(ctx, options.user!);
  const count = await revokeUserTokens(ctx, user.id);
  const text = `${count} token${count === 1 ? '' : 's'} of ${user.username} revoked.`;
  await answer(isJson, { ok: true, tokens_revoked: count }, text);
}

const collect = <T>(value: T, before: T[] | undefined): T[] => [...(before ?? []), value];

export function tokenCommand(): Command {
  const token = new Command('token').description('Look after what scripts sign in with.');
  const making = token.command('create').description('make a token for a user; it is shown once, on stdout');
  making.requiredOption('-u, --user <name>', 'whose; it can never do more than they may');
  making.requiredOption('-n, --name <text>', 'what it is for');
  making.requiredOption('-s, --scope <scope>', `once or more: ${SCOPES.join(', ')}`, collect<string>);
  making.option('-d, --days <count>', 'how long it lives; 90 by default', whole(1, MAX_TOKEN_DAYS));
  making.option('--network <cidr>', 'once or more: where it may be used from', collect<string>);
  making.addOption(jsonOption()).action(onMachine(create));
  withExamples(making, [
    ['npx clearview token create -u joe -n nightly -s tenants:read', 'reads, for 90 days'],
    ['… -s tenants:read -s jobs:write -d 30 --network 192.0.2.0/24', 'more, shorter, from one network'],
    ['… > token.txt', 'nothing but the token is in the file'],
  ]);
  const listing = token.command('list').description('all tokens; what they hold is known to nobody');
  listing.option('-u, --user <name>', 'of this user only').addOption(jsonOption()).action(onMachine(list));
  withExamples(listing, [
    ['npx clearview token list', 'everybody'],
    [`npx clearview token list --json | jq '.[] | select(.last_used_at == null)'`, 'never used'],
  ]);
  const revoking = token.command('revoke').description('end one token, or all of a user');
  revoking.argument('[id]', 'its number, as the list shows it', idOf);
  revoking.option('-u, --user <name>', 'all tokens of this user');
  revoking.option('--leaked', 'the one that is typed in, or comes from stdin');
  revoking.addOption(jsonOption()).action(onMachine(revoke));
  withExamples(revoking, [
    ['npx clearview token revoke 7', 'that one'],
    ['npx clearview token revoke --leaked < found-in-the-log.txt', 'you hold it and nothing else'],
    ['npx clearview token revoke --user joe', "all of joe's"],
  ]);
  return token;
}
