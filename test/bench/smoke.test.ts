/**
 * The benchmark itself, in a process of its own and as small as it gets: every contender answers, the tables print,
 * and nothing stays behind. How long anything took is not looked at.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { CONTENDERS } from '../../scripts/bench/contenders.js';
import { SUITES } from '../../scripts/bench/suites/index.js';
import { projectRoot } from '../../server/core/project.js';

/** Installs, compiles, fills a database and starts every contender, on a machine that may be busy. */
const PATIENCE = 1_200_000;

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function smoke(): Promise<Ended> {
  const args = ['--import', 'tsx', 'scripts/bench/main.ts', '--smoke'];
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
  });
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8'));

interface Package {
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

describe('npm run bench', () => {
  let ended: Ended;

  before(async function () {
    this.timeout(PATIENCE);
    ended = await smoke();
  });

  it('ends well, with a table of every contender', () => {
    expect(ended.code, ended.stderr).to.equal(0);
    for (const { title } of CONTENDERS) {
      const row = ended.stdout.split('\n').find((line) => line.startsWith(`| ${title} `));
      expect(row, title).to.match(/\d/);
    }
  });

  it('runs every suite', () => {
    for (const { name } of SUITES) expect(ended.stderr).to.contain(`Measuring ${name}…`);
  });

  it('leaves no PostgreSQL and no files behind', () => {
    const folder = /making the database in (\S+?)\/data\//.exec(ended.stderr)?.[1] ?? '';
    expect(folder).to.contain('clearview-bench-');
    expect(existsSync(folder)).to.equal(false);
    const processes = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' });
    expect(processes).to.not.contain(folder);
  });
});

describe("The contenders' packages", () => {
  const { scripts, ...product } = readJson('package.json') as Package;
  const bench = readJson('scripts/bench/package.json') as Package;

  it('stay out of the install of the product', () => {
    expect(scripts?.bench).to.equal('node --import tsx scripts/bench/main.ts');
    const installed = { ...product.dependencies, ...product.devDependencies };
    const contenders = Object.keys({ ...bench.dependencies, ...bench.devDependencies });
    expect(contenders).to.include.members(['autocannon', 'better-auth']);
    expect(contenders.filter((name) => name in installed)).to.deep.equal([]);
  });

  it('are those of the lock file, from the public registry', () => {
    const lock = readJson('scripts/bench/package-lock.json') as {
      packages: Record<string, Package & { resolved?: string }>;
    };
    expect(lock.packages['']?.dependencies).to.deep.equal(bench.dependencies);
    expect(lock.packages['']?.devDependencies).to.deep.equal(bench.devDependencies);
    const addresses = Object.values(lock.packages).flatMap(({ resolved }) => resolved ?? []);
    for (const address of addresses) expect(new URL(address).host).to.equal('registry.npmjs.org');
  });
});
