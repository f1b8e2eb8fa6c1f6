/** The report of the benchmark, and the table that README quotes from it. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { check, resolveConfig } from 'prettier';
import {
  DOCS_FILE,
  pageOf,
  quoteOf,
  README_FILE,
  reportOf,
  tableMarkdown,
  withQuote,
  type Run,
} from '../../scripts/bench/report.js';

const RUN: Run = {
  command: 'npm run bench -- --quick --write',
  date: new Date('2026-05-04T23:59:00Z'),
  machine: {
    cpu: 'Some Processor',
    cores: 2,
    memoryGb: 8,
    system: 'Linux 6.1.0 x64',
    node: '20.19.0',
    postgres: '18.4',
    settings: '`shared_buffers = 2048MB`',
  },
  tables: [
    {
      title: 'Who is signed in',
      about: 'What was measured.',
      columns: ['Who', '× limit'],
      rows: [
        ['one | two', '1.00'],
        ['three', '0.45 (0.40–0.50)'],
      ],
      remarks: ['The machine was noisy.'],
    },
    { title: 'Another table', about: 'Another sentence.', columns: ['What', 'ms'], rows: [['a', '1']] },
  ],
};

const isPretty = async (text: string, file: string): Promise<boolean> =>
  check(text, { ...(await resolveConfig(file, { editorconfig: true })), parser: 'markdown' });

describe("The benchmark's report", () => {
  it('makes markdown of a table, whatever its cells hold', () => {
    const text = tableMarkdown({ columns: ['a', 'b'], rows: [['1 | 2', 'x\ny']] });
    expect(text).to.equal('| a | b |\n| :-- | --: |\n| 1 \\| 2 | x y |');
  });

  it('tells machine, date and command, and every table with its remarks', async () => {
    const page = await pageOf(RUN);
    const told = [
      '2026-05-04, by `npm run bench -- --quick --write`',
      'Some Processor, 2 cores, 8 GB of memory',
    ];
    const parts = [
      ...told,
      'PostgreSQL 18.4',
      '## Who is signed in',
      '## Another table',
      'The machine was noisy.',
    ];
    for (const part of parts) expect(page).to.contain(part);
    expect(page).to.match(/\| three +\| 0\.45 \(0\.40–0\.50\) \|/);
  });

  it('is in the form of the house, as what it writes is checked like everything else', async () => {
    expect(await isPretty(await pageOf(RUN), DOCS_FILE)).to.equal(true);
    const readme = await withQuote(readFileSync(README_FILE, 'utf8'), quoteOf(RUN));
    expect(await isPretty(readme, README_FILE)).to.equal(true);
  });

  it('puts the first table between the marks and leaves the rest of the text as it was', async () => {
    const text = '# Title\n\nBefore.\n\n<!-- bench:begin -->\n\nold\n\n<!-- bench:end -->\n\nAfter.\n';
    const once = await withQuote(text, quoteOf(RUN));
    expect(once).to.match(/^# Title\n\nBefore\.\n\n<!-- bench:begin -->/);
    expect(once).to.match(/<!-- bench:end -->\n\nAfter\.\n$/);
    expect(once).to.contain('What was measured.').and.to.contain('| three');
    expect(once).to.not.contain('old');
    expect(once).to.not.contain('Another table');
    expect(await withQuote(once, quoteOf(RUN))).to.equal(once);
  });

  it('writes the page after a full run, the quoted table alone after a quick one, and nothing after a smoke', async () => {
    expect(await reportOf(RUN, 'full')).to.deep.equal([DOCS_FILE, await pageOf(RUN)]);
    const readme = await withQuote(readFileSync(README_FILE, 'utf8'), quoteOf(RUN));
    expect(await reportOf(RUN, 'quick')).to.deep.equal([README_FILE, readme]);
    expect(await reportOf(RUN, 'smoke')).to.equal(null);
  });

  it('refuses a text without its marks, or with them the wrong way round', async () => {
    for (const text of ['none', '<!-- bench:end --> <!-- bench:begin -->']) {
      const refusal = await withQuote(text, 'quote').catch((error: Error) => error.message);
      expect(refusal).to.contain('no place for the table');
    }
  });
});
