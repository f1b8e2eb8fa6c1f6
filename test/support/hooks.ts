/**
 * Loaded by mocha before every run. The server starts when the first test asks for a database; what was made is
 * removed when the run ends, also by Ctrl+C.
 */
import type { Context, Func, Test } from 'mocha';
import { dropTestDatabases } from './database.js';
import { stopTestServer, usesOwnServer } from './postgres.js';
import { takeProblems } from './tap.js';

let cleaning: Promise<void> | undefined;

/** Removes what the run made; safe to call twice. */
function cleanUp(): Promise<void> {
  return (cleaning ??= dropTestDatabases().then(stopTestServer));
}

function assertNoProblems(): void {
  const problems = takeProblems();
  if (problems.length > 0) throw new Error(`Not as the OpenAPI document has it:\n${problems.join('\n')}`);
}

/** A test also fails for what the application said meanwhile that its OpenAPI document does not know. */
function watchAnswers(test: Test): void {
  const { fn } = test as { fn?: Func };
  if (fn === undefined) return;
  test.fn = async function (this: Context) {
    await (fn as () => unknown).call(this);
    assertNoProblems();
  };
}

/**
 * Where many processes share the machine an answer may once be too late; a defect is there the second time too.
 * Who needed the second try is told, so that it is not forgotten.
 */
export const mochaHooks = {
  beforeAll(this: Context): void {
    this.test?.parent?.eachTest(watchAnswers);
    if (process.env.CI !== 'true') return;
    this.test?.parent?.eachTest((test) => test.retries(Math.max(1, test.retries())));
  },
  /** What came to light after the last test of all. */
  afterAll: assertNoProblems,
  afterEach(this: Context): void {
    const test = this.currentTest;
    if (test !== undefined && retriesOf(test) > 0)
      process.stderr.write(`Needed another try: ${test.fullTitle()}\n`);
  },
};

/** How often a test was begun anew; mocha's types do not tell of it. */
const retriesOf = (test: object): number => (test as { currentRetry(): number }).currentRetry();

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
