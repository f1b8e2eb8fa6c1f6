import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
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
