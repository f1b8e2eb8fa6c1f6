/** How a run of the benchmark ends: nothing stays behind, whenever it is cut short. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Ending, ownPostgres, temporaryFolder } from '../../scripts/bench/stage.js';
import { startOn, until } from '../../scripts/bench/suites/support/processes.js';

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: Error) => error.message,
  );

describe('The end of a benchmark', () => {
  it('does what it was told, once each, the latest first', async () => {
    const ending = new Ending();
    const done: string[] = [];
    const now = ending.atEnd(() => done.push('one'));
    ending.atEnd(() => done.push('two'));
    ending.atEnd(() => done.push('three'));
    await now();
    await Promise.all([ending.close(), ending.close(), now()]);
    expect(done).to.deep.equal(['one', 'three', 'two']);
  });

  it('goes on after what fails, and tells of it', async () => {
    const ending = new Ending();
    const done: string[] = [];
    ending.atEnd(() => done.push('first'));
    ending.atEnd(() => Promise.reject(new Error('it does not end')));
    expect(await messageOf(ending.close())).to.equal('it does not end');
    expect(done).to.deep.equal(['first']);
  });

  it('refuses what comes when it has begun, and does it all the same', async () => {
    const ending = new Ending();
    const done: string[] = [];
    ending.atEnd(() => {
      expect(() => ending.atEnd(() => done.push('late'))).to.throw('being ended');
    });
    expect(ending.hasBegun).to.equal(false);
    await ending.close();
    expect(done).to.deep.equal(['late']);
  });

  it('waits for what a suite is ending just then', async () => {
    const ending = new Ending();
    let isOver = false;
    const now = ending.atEnd(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isOver = true;
    });
    void now();
    await ending.close();
    expect(isOver).to.equal(true);
  });

  it('removes folders, after what runs in them was stopped', async () => {
    const ending = new Ending();
    const [folder] = temporaryFolder(ending, 'clearview-ending-');
    writeFileSync(path.join(folder, 'file'), 'text');
    const started = startOn(ending, process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {}, folder);
    await ending.close();
    await started.ended;
    expect(existsSync(folder)).to.equal(false);
    expect(() => startOn(ending, process.execPath, [], {})).to.throw('being ended');
  });
});

describe("The end of the benchmark's PostgreSQL", function () {
  this.timeout(120_000);
  let ending: Ending;
  let said: string;
  const start = () => ownPostgres({ data: undefined }, (text) => (said += text), ending);
  const folder = (): string => /in (\S+?)\/data\//.exec(said)?.[1] ?? '';
  beforeEach(() => {
    ending = new Ending();
    said = '';
  });
  afterEach(() => {
    expect(folder()).to.contain('clearview-bench-');
    expect(existsSync(folder())).to.equal(false);
    expect(execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })).to.not.contain(folder());
  });

  it('also comes while it still starts', async () => {
    const starting = start();
    await until(() => folder() !== '', { seconds: 60, words: () => 'PostgreSQL does not start' });
    await ending.close();
    await starting;
  });

  it('also comes when somebody is still connected', async () => {
    const client = await (await start()).connect('postgres');
    const failures: string[] = [];
    client.on('error', ({ message }) => failures.push(message));
    await ending.close();
    expect(failures.join()).to.contain('terminat');
  });
});

describe('A program that is not there', () => {
  it('is over at once, and what it is called is told', async () => {
    const started = startOn(new Ending(), 'clearview-no-such-program', [], {});
    await started.ended;
    expect(started.exitCode()).to.not.equal(0);
    expect(started.stderr()).to.contain('clearview-no-such-program');
    await started.stop();
  });
});
