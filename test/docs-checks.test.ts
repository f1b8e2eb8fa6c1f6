/** What the documentation says of checks and the score is what the code does. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { DOCS_FILE, withChecks } from '../scripts/check-docs.js';
import { CHECKS } from '../server/scans/checks/index.js';
import { bestMends, gainsOf, scoreOf, WEIGHTS, type Judged } from '../server/scans/score.js';

const docs = readFileSync(DOCS_FILE, 'utf8');

describe('docs/checks.md', () => {
  it('lists every check with its words; else run: node --import tsx scripts/check-docs.ts', async () => {
    expect(docs).to.equal(await withChecks(docs));
    for (const { id, severity } of CHECKS) expect(docs).to.contain(`\`${id}\`, ${severity}.`);
  });

  it('reckons its example as the code does', () => {
    const rows = [...docs.matchAll(/^\| `([a-z_.]+)` +\| +(\d+) \| `(\w+)` +\|.* ([\d.]+) \|$/gm)];
    const findings = rows.map(([, check_id, , status]) => ({ check_id, status }) as Judged);
    expect(findings).to.have.length(5);
    expect(gainsOf(findings)).to.deep.equal(rows.map(([, , , , gain]) => Number(gain)));
    const severities = new Map(CHECKS.map(({ id, severity }) => [id, severity]));
    for (const [, id = '', weight] of rows) {
      expect(WEIGHTS[severities.get(id) ?? 'low'], id).to.equal(Number(weight));
    }
    expect(scoreOf(findings)).to.deep.equal({ score: 47, grade: 'E' });
    expect(docs).to.contain('= 46.9, rounded 47: grade E');
    expect(bestMends(findings).map(({ check_id }) => check_id)).to.deep.equal([
      'mail.dmarc',
      'mail.spf',
      'dns.caa',
    ]);
  });
});

describe('The words of the checks', () => {
  it('have ids of their own that say the group', () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).to.equal(CHECKS.length);
    for (const { id, group } of CHECKS) expect(id).to.match(new RegExp(`^${group}\\.[a-z][a-z0-9_]*$`));
  });

  it('are whole sentences, with a link to a standard', () => {
    for (const { id, title, looks_at, why, mend, link } of CHECKS) {
      expect(title, id).to.match(/^[A-Za-z].{5,70}[^.]$/);
      // They may begin with the name of a setting, and end in one.
      for (const text of [looks_at, why, mend]) expect(text, id).to.match(/^[A-Za-z][\s\S]{20,600}[.;]$/);
      for (const text of [title, looks_at, why, mend]) expect(text, id).to.not.match(/!|\s\s|^\s|\s$/);
      expect(new URL(link.url).protocol, id).to.equal('https:');
      expect(link.title, id).to.not.equal('');
    }
  });
});
