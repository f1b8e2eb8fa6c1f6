/**
 * Loaded by mocha before every run. The server starts when the first test asks for a database; what was made is
 * removed when the run ends, also by Ctrl+C.
 */
import { dropTestDatabases } from './database.js';
import { stopTestServer, usesOwnServer } from './postgres.js';

let cleaning: Promise<void> | undefined;

/** Removes what the run made; safe to call twice. */
function cleanUp(): Promise<void> {
  return (cleaning ??= dropTestDatabases().then(stopTestServer));
}

/**
 * Mocha's parent passes a Ctrl+C on three times over, so every signal comes here. An embedded server dies with
 * the process (see discardOnExit); on somebody else's server the databases have to be dropped first.
 */
function onSignal(signal: NodeJS.Signals): void {
  const end = () => process.exit(signal === 'SIGINT' ? 130 : 143);
  if (usesOwnServer()) end();
  else void cleanUp().finally(end);
}

export function mochaGlobalSetup(): void {
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

export async function mochaGlobalTeardown(): Promise<void> {
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
  await cleanUp();
}
