import { el } from '../../../ui/dom.js';
import { icon } from '../../../ui/icons.js';
import { words } from '../../../words/index.js';
import { cleanDomain, cleanDomains, looksLikeDomain } from './clean-domain.js';

const text = words.onboarding.form;

/** As many as the server takes. */
const most = 20;

interface Row {
  element: HTMLElement;
  label: HTMLLabelElement;
  input: HTMLInputElement;
  remove: HTMLButtonElement;
  hint: HTMLElement;
}

export interface DomainFields {
  element: HTMLElement;
  inputs: () => HTMLInputElement[];
  /** The domains as they are sent: cleaned, without the rows left empty. */
  values: () => string[];
  /** What is wrong, by the name of the field. */
  errors: () => Record<string, string>;
  /** Where the server's sentence about the domains belongs: the row that it names, else the first. */
  place: (sentence: string) => Record<string, string>;
}

/** One row for a domain, and a button for more. What is pasted is turned into the domain in it, with a hint. */
export function domainFields(): DomainFields {
  const rows: Row[] = [];
  const list = el('div', { class: 'domain-rows' });
  const add = el('button', { class: 'link-button', type: 'button' }, icon('add'), text.addDomain);
  let made = 0;

  const number = () =>
    rows.forEach(({ label, remove }, index) => {
      label.textContent = rows.length === 1 ? text.domain : text.domainNumber(index + 1);
      remove.hidden = rows.length === 1;
      remove.setAttribute('aria-label', text.removeDomain(index + 1));
      add.hidden = rows.length >= most;
    });
  const addRow = (value = ''): Row => {
    const row = newRow((made += 1), value);
    rows.push(row);
    list.append(row.element);
    wire(row);
    number();
    return row;
  };
  const wire = (row: Row) => {
    row.remove.addEventListener('click', () => {
      const at = rows.indexOf(row);
      rows.splice(at, 1);
      row.element.remove();
      number();
      rows[Math.min(at, rows.length - 1)]?.input.focus();
    });
    row.input.addEventListener('paste', (event) => {
      const several = cleanDomains(event.clipboardData?.getData('text') ?? '').filter(looksLikeDomain);
      if (several.length < 2 || row.input.value !== '') return;
      event.preventDefault();
      row.input.value = several[0] ?? '';
      const room = most - rows.length + 1;
      for (const domain of several.slice(1, room)) addRow(domain);
      if (several.length > room)
        row.hint.replaceChildren(icon('info'), el('span', {}, text.tooMany(most, several.slice(room))));
    });
  };
  add.addEventListener('click', () => addRow().input.focus());
  addRow();

  const filled = () => rows.filter(({ input }) => input.value.trim() !== '');
  return {
    element: el('div', { class: 'domain-fields' }, list, add),
    inputs: () => rows.map(({ input }) => input),
    values: () => filled().map(({ input }) => cleanDomain(input.value)),
    errors: () => {
      for (const row of rows) tidy(row);
      const first = rows[0];
      if (filled().length === 0) return first === undefined ? {} : { [first.input.name]: text.domainMissing };
      return wrongOf(filled().map(({ input }) => input));
    },
    place: (sentence) => {
      const row = filled().find(({ input }) => sentence.includes(input.value)) ?? rows[0];
      return row === undefined ? {} : { [row.input.name]: sentence };
    },
  };
}

function wrongOf(inputs: readonly HTMLInputElement[]): Record<string, string> {
  const seen = new Set<string>();
  const errors: Record<string, string> = {};
  for (const { name, value } of inputs) {
    if (!looksLikeDomain(value)) errors[name] = text.domainWrong(value);
    else if (seen.has(value)) errors[name] = text.domainTwice(value);
    seen.add(value);
  }
  return errors;
}

/** Says what a pasted address will be shortened to. While one types, so that nothing moves under a later click. */
function hintOf({ input, hint }: Pick<Row, 'input' | 'hint'>): void {
  const domain = cleanDomain(input.value);
  // A capital letter or a space is not worth a word.
  const isWorthIt = domain !== input.value.trim().toLowerCase() && looksLikeDomain(domain);
  hint.replaceChildren(...(isWorthIt ? [icon('info'), el('span', {}, text.cleaned(domain))] : []));
}

/** Turns a pasted address into its domain, where one can see it. */
function tidy({ input }: Pick<Row, 'input'>): void {
  const domain = cleanDomain(input.value);
  if (domain !== input.value) input.value = domain;
}

function newRow(number: number, value: string): Row {
  const id = `domain-${number}`;
  const input = el('input', {
    id,
    name: id,
    type: 'text',
    inputmode: 'url',
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    value,
    'aria-describedby': `${id}-error ${id}-hint${number === 1 ? ' domain-help' : ''}`,
  });
  const label = el('label', { for: id });
  const remove = el('button', { class: 'icon-button', type: 'button' }, icon('close'));
  const hint = el('p', { class: 'field-hint', id: `${id}-hint`, 'aria-live': 'polite' });
  const row = { label, input, remove, hint };
  const element = el(
    'div',
    { class: 'field domain-row' },
    label,
    el('div', { class: 'domain-row-line' }, input, remove),
    el('p', { class: 'field-error', id: `${id}-error`, hidden: true }),
    hint,
    number === 1 && el('p', { class: 'field-help', id: 'domain-help' }, text.domainHelp),
  );
  input.addEventListener('change', () => tidy(row));
  input.addEventListener('input', () => hintOf(row));
  return { ...row, element };
}
