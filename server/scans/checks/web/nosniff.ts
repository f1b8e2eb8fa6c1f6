import { fail, pass, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { homeOf, linesOf, seenAt, valuesOf } from '../../sights/web.js';

const HEADER = 'x-content-type-options';

async function run(look: Look): Promise<Outcome> {
  const page = await homeOf(look);
  const values = valuesOf(page, HEADER);
  if (values.length === 0) {
    return fail('Browsers are not told to keep to the type that the server names.', [seenAt(page)]);
  }
  // Several headers count as one with commas, of which the first value is taken (Fetch, section 3.6).
  const first = values.join(',').split(',')[0]?.trim().toLowerCase();
  if (first === 'nosniff') {
    return pass('Browsers keep to the type that the server names.', linesOf(page, HEADER));
  }
  return fail('X-Content-Type-Options has a value that browsers do not know.', linesOf(page, HEADER));
}

export const nosniff: Check = {
  id: 'web.nosniff',
  group: 'web',
  title: 'Browsers do not guess the type of files',
  severity: 'low',
  looks_at: 'The header X-Content-Type-Options of the home page; its one useful value is nosniff.',
  why: 'A browser that guesses may run as a script what was uploaded as a picture or a text.',
  mend: 'Send with every answer: X-Content-Type-Options: nosniff. See to it that the server names the right type of each file.',
  link: {
    title: 'WHATWG Fetch: X-Content-Type-Options',
    url: 'https://fetch.spec.whatwg.org/#x-content-type-options-header',
  },
  run,
};
