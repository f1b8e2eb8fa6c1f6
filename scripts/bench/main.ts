/**
 * `npm run bench`: Clearview measured beside what people would use instead. See options.ts for what can be asked,
 * suites/index.ts for what is measured and contenders.ts for what it is measured beside.
 */
import { machineOf } from './machine.js';
import { readOptions, type Options } from './options.js';
import { ready } from './packages.js';
import { pageOf, writeReport, type Run } from './report.js';
import { Ending, openStage } from './stage.js';
import type { Stage, Table } from './suite.js';
import { SUITES } from './suites/index.js';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A suite that fails takes none of the others along, but nothing is written then, and the run has failed. */
async function measure(stage: Stage, options: Options, ending: Ending): Promise<Table[]> {
  const chosen = SUITES.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const tables: Table[] = [];
  for (const suite of chosen) {
    const started = Date.now();
    say(`Measuring ${suite.name}…`);
    try {
      tables.push(...(await suite.run(stage)));
      say(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
    } catch (error) {
      // What a signal has cut short did not fail, and nothing comes after it.
      if (ending.hasBegun) throw new Error('it was stopped', { cause: error });
      say(`  ${suite.name} could not be measured: ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
  return tables;
}

async function stop(ending: Ending): Promise<void> {
  process.exitCode = 1;
  // What breaks from here on breaks because it is being ended; after a SIGHUP that is stderr itself.
  process.on('uncaughtException', () => undefined);
  say('Stopping…');
  await ending.close().catch((error: Error) => say(`Something is left: ${error.message}`));
  process.exit();
}

/** What was begun is ended also when somebody has waited long enough. */
function endOnSignals(ending: Ending): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // One Ctrl+C arrives twice, from the terminal and from npm: the second must not cut the end short.
    process.on(signal, () => {
      if (!ending.hasBegun) void stop(ending);
    });
  }
}

async function bench(argv: readonly string[]): Promise<void> {
  const options = readOptions(
    SUITES.map(({ name }) => name),
    argv,
  );
  await ready();
  const ending = new Ending();
  endOnSignals(ending);
  try {
    const stage = await openStage(options, say, ending);
    const command = ['npm run bench', ...(argv.length > 0 ? ['--'] : []), ...argv].join(' ');
    const run: Run = {
      machine: machineOf(stage.postgres),
      command,
      date: new Date(),
      tables: await measure(stage, options, ending),
    };
    process.stdout.write(await pageOf(run));
    if (options.write && process.exitCode === undefined) await writeReport(run, options.extent);
  } finally {
    await ending.close();
  }
}

try {
  await bench(process.argv.slice(2));
} catch (error) {
  say(`The benchmark ended: ${(error as Error).message}`);
  process.exitCode = 1;
}
