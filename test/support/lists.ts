/** What tests of lists ask with, and how long an answer may take. */
import { expect } from 'chai';
import type { Person } from './people.js';

/** Milliseconds in which a look-up is done, also on a busy machine, and a walk through a large table is not. */
const MOST = 1500;

/** A value as it stands in the address: `filter=${q({ role: 'admin' })}`. */
export const q = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

/** The address of the following page, '' on the last one. */
export const linkOf = (headers: Record<string, string>): string =>
  /<([^>]+)>/.exec(headers.link ?? '')?.[1] ?? '';

/** Asks for a page and the one after it. @throws AssertionError when one of them fails or takes too long */
export async function expectQuickPages(admin: Person, path: string): Promise<void> {
  const next = await expectQuick(admin, path);
  if (next !== '') await expectQuick(admin, next);
}

async function expectQuick(admin: Person, path: string): Promise<string> {
  const begun = Date.now();
  const answer = await admin.get(path);
  expect(answer.status, answer.text.slice(0, 200)).to.equal(200);
  expect(Date.now() - begun, path).to.be.lessThan(MOST);
  return linkOf(answer.headers);
}
