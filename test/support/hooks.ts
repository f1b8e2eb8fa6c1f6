/**
 * Loaded by mocha before every run. The server starts when the first test asks for a database; what was made is
 * removed when the run ends, also by Ctrl+C.
 */
import { dropTestDatabases } from './database.js';
import { stopTestServer } from './postgres.js';

let cleaning: Promise<void> | undefined;

/** Removes what the run made; safe to call twice. */
function cleanUp(): Promise<void> {
  return (cleaning ??= dropTestDatabases().then(stopTestServer));
}

/** Mocha ends at once when it is told to twice; the first time is ours. */
function onSignal(signal: NodeJS.Signals): void {
  void cleanUp().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
}

export function mochaGlobalSetup(): void {
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
}

export async function mochaGlobalTeardown(): Promise<void> {
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
  await cleanUp();
}
