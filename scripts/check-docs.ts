/** Writes the list of checks in docs/checks.md anew, out of the checks themselves. Run it after changing one. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../server/core/project.js';
import type { CheckGroup, CheckText } from '../server/scans/check.js';
import { CHECKS } from '../server/scans/checks/index.js';

export const DOCS_FILE = path.join(projectRoot, 'docs/checks.md');

const BEGIN = '<!-- The list from here on is written by scripts/check-docs.ts. -->';
const END = '<!-- End of the list. -->';

const GROUPS: Record<CheckGroup, string> = {
  dns: 'DNS',
  mail: 'Mail',
  tls: 'Encryption (TLS)',
  web: 'Web site',
};

/** Text that Markdown shows as it is. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>|]/g, '\\$&');

const row = ({ id, title, severity }: CheckText): string => `| \`${id}\` | ${plain(title)} | ${severity} |`;

const section = ({ id, title, severity, looks_at, why, mend, link }: CheckText): string => `
#### ${plain(title)}

\`${id}\`, ${severity}. [${plain(link.title)}](${link.url})

- **Looks at:** ${plain(looks_at)}
- **Why:** ${plain(why)}
- **How to mend:** ${plain(mend)}
`;

function groupOf(group: CheckGroup): string {
  const checks = CHECKS.filter((check) => check.group === group);
  const table = ['| Check | What is right | Severity |', '| --- | --- | --- |', ...checks.map(row)];
  return `### ${GROUPS[group]}\n\n${table.join('\n')}\n${checks.map(section).join('')}`;
}

/**
 * The documentation as it ought to be.
 * @param text as it is
 */
export async function withChecks(text: string): Promise<string> {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('docs/checks.md has lost its marks.');
  const list = (Object.keys(GROUPS) as CheckGroup[]).map(groupOf).join('\n');
  const whole = `${before}${BEGIN}\n\n${list}\n${END}${after}`;
  return format(whole, { ...(await resolveConfig(DOCS_FILE)), parser: 'markdown' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(DOCS_FILE, await withChecks(readFileSync(DOCS_FILE, 'utf8')));
}
