/**
 * `npm run bench`: Clearview measured beside what people would use instead. See options.ts for what can be asked,
 * suites/index.ts for what is measured and contenders.ts for what it is measured beside.
 */
import { machineOf } from './machine.js';
import { readOptions, type Options } from './options.js';
import { ready } from './packages.js';
import { pageOf, writeReport, type Run } from './report.js';
import { openStage, type OpenStage } from './stage.js';
import type { Table } from './suite.js';
import { SUITES } from './suites/index.js';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A suite that fails takes none of the others along, but nothing is written then, and the run has failed. */
async function measure(stage: OpenStage, options: Options): Promise<Table[]> {
  const chosen = SUITES.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const tables: Table[] = [];
  for (const suite of chosen) {
    const started = Date.now();
    say(`Measuring ${suite.name}…`);
    try {
      tables.push(...(await suite.run(stage)));
      say(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
    } catch (error) {
      say(`  ${suite.name} could not be measured: ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
  return tables;
}

/** What was begun is ended also when somebody has waited long enough. */
function closeOnSignals(stage: OpenStage): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say('Stopping…');
      void stage.close().finally(() => process.exit(1));
    });
  }
}

async function bench(argv: readonly string[]): Promise<void> {
  const options = readOptions(
    SUITES.map(({ name }) => name),
    argv,
  );
  await ready();
  const stage = await openStage(options, say);
  closeOnSignals(stage);
  try {
    const command = ['npm run bench', ...(argv.length > 0 ? ['--'] : []), ...argv].join(' ');
    const run: Run = {
      machine: machineOf(stage.postgres),
      command,
      date: new Date(),
      tables: await measure(stage, options),
    };
    process.stdout.write(await pageOf(run));
    if (options.write && process.exitCode === undefined) await writeReport(run);
  } finally {
    await stage.close();
  }
}

try {
  await bench(process.argv.slice(2));
} catch (error) {
  say(`The benchmark ended: ${(error as Error).message}`);
  process.exitCode = 1;
}
