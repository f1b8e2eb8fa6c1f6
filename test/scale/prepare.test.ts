import { expect } from 'chai';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../server/core/project.js';

const textOf = (file: string): string => readFileSync(path.join(projectRoot, 'scripts', file), 'utf8');

/** The texts between quotes of every list that stands behind a word. */
function lists(file: string, word: string): string[] {
  const found = [...textOf(file).matchAll(new RegExp(`${word}(?: =|:) \\[([^\\]]*)\\]`, 'g'))];
  return found.flatMap(([, list = '']) => [...list.matchAll(/'([^']+)'/g)].map(([, text = '']) => text));
}

describe('The look before a start', () => {
  it('sees every source that something is built from, and every folder that must be there', () => {
    const seen = lists('prepare.js', 'SOURCES');
    const sources = lists('prepare.ts', 'sources');
    expect(sources).to.include.members(['server', 'site', 'admin-ui', 'package-lock.json']);
    const unseen = sources.filter(
      (source) => !seen.some((one) => source === one || source.startsWith(`${one}/`)),
    );
    expect(unseen).to.deep.equal([]);
    expect(lists('prepare.js', 'OUTPUT')).to.include.members(lists('prepare.ts', 'output'));
  });
});

describe('The look before a start, where nothing may be written', function () {
  this.timeout(30_000);
  let root: string;
  let stamp: string;

  /** A tree in which all is built: prepare.ts has nothing to do but to say that it was asked. */
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'clearview-prepare-'));
    stamp = path.join(root, 'dist/untouched.stamp');
    for (const folder of ['scripts', ...lists('prepare.js', 'OUTPUT')]) {
      mkdirSync(path.join(root, folder), { recursive: true });
    }
    for (const source of lists('prepare.js', 'SOURCES')) {
      if (source.includes('.')) writeFileSync(path.join(root, source), '{}');
      else mkdirSync(path.join(root, source), { recursive: true });
    }
    writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(root, 'scripts/prepare.ts'), "console.log('A closer look.' as string);");
    copyFileSync(path.join(projectRoot, 'scripts/prepare.js'), path.join(root, 'scripts/prepare.js'));
    symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** @returns what it said. @throws Error when its exit code is not 0 */
  async function look(): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, 'scripts/prepare.js')]);
    return stdout;
  }

  it('is a closer one once, where it may', async () => {
    expect(await look()).to.equal('A closer look.\n');
    expect(await look()).to.equal('');
  });

  // Root may write anywhere, but not through a link that leads nowhere, and not into a folder as if it were a file.
  it('is a closer one each time, and no error, when its stamp cannot be written', async () => {
    symlinkSync(path.join(root, 'nowhere/untouched.stamp'), stamp);
    expect(await look()).to.equal('A closer look.\n');
    expect(await look()).to.equal('A closer look.\n');
  });

  it('is a closer one each time, and no error, when its stamp cannot be read either', async () => {
    mkdirSync(stamp);
    expect(await look()).to.equal('A closer look.\n');
  });
});
