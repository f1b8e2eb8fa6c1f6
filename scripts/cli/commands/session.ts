/** `clearview session`: who is signed in, and the end of it. */
import { Command } from 'commander';
import { listSessions, revokeSession, type ShownSession } from '../../../server/sessions/sessions-service.js';
import { getUserByName } from '../../../server/users/users-lookup-service.js';
import { revokeSessions } from '../../../server/users/users-service.js';
import type { Machine } from '../machine.js';
import { gather, idOf, jsonOption, onMachine, walk, withExamples } from '../options.js';
import { UsageError } from '../outcome.js';
import { answer, toTable } from '../output.js';

const COLUMNS: Record<string, (session: ShownSession) => unknown> = {
  ID: ({ id }) => id,
  USER: ({ username }) => username,
  BROWSER: ({ browser }) => browser,
  SYSTEM: ({ system }) => system,
  ADDRESS: ({ ip }) => ip,
  BEGAN: ({ created_at }) => created_at,
  'LAST SEEN': ({ last_seen_at }) => last_seen_at,
  EXPIRES: ({ expires_at }) => expires_at,
};

async function list({ ctx }: Machine, options: { user?: string; json?: true }): Promise<void> {
  const user = options.user === undefined ? undefined : await getUserByName(ctx, options.user);
  const filter = user === undefined ? {} : { user_id: user.id };
  const selection = { sort: { field: 'last_seen_at', direction: 'desc' }, filter } as const;
  const sessions = await gather(walk((query) => listSessions(ctx, query), selection));
  const text = sessions.length === 0 ? 'Nobody is signed in.' : toTable(COLUMNS, sessions);
  await answer(options.json === true, sessions, text);
}

async function revoke(
  { ctx }: Machine,
  id: number | undefined,
  options: { user?: string; json?: true },
): Promise<void> {
  if ((id === undefined) === (options.user === undefined)) {
    throw new UsageError('Name one session by its id, or all of somebody with --user.');
  }
  if (id !== undefined) {
    await revokeSession(ctx, id);
    return answer(options.json === true, { ok: true, sessions_ended: 1 }, `Session ${id} has ended.`);
  }
  const user = await getUserByName(ctx, options.user!);
  const ended = await revokeSessions(ctx, user.id);
  const text = `${ended} session${ended === 1 ? '' : 's'} of ${user.username} ended.`;
  await answer(options.json === true, { ok: true, sessions_ended: ended }, text);
}

export function sessionCommand(): Command {
  const session = new Command('session').description('See who is signed in, and end it.');
  const listing = session.command('list').description('the sessions that are alive, the last used first');
  listing.option('-u, --user <name>', 'of this user only').addOption(jsonOption()).action(onMachine(list));
  withExamples(listing, [
    ['npx clearview session list', 'everybody'],
    ['npx clearview session list --user joe --json', "joe's, for a program"],
  ]);
  const revoking = session.command('revoke').description('end one session, or all of a user');
  revoking.argument('[id]', 'number of the session, as the list shows it', idOf);
  revoking.option('-u, --user <name>', 'all sessions of this user').addOption(jsonOption());
  revoking.action(onMachine(revoke));
  withExamples(revoking, [
    ['npx clearview session revoke 42', 'that one'],
    ['npx clearview session revoke --user joe', "a laptop was stolen: all of joe's"],
  ]);
  return session;
}
