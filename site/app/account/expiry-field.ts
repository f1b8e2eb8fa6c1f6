/** For how many days a token lives. */
import { el } from '../../ui/dom.js';
import { field } from '../../ui/fields.js';
import { dayOf } from '../../ui/time.js';
import { words } from '../../words/index.js';

const text = words.newToken;

const DAYS = [7, 30, 60, 90, 180, 365];
/** What the server takes without being told. */
const USUAL = 90;
const OWN = 'own';
const dayMs = 86_400_000;

export interface ExpiryField {
  root: HTMLElement;
  /** The server speaks of `expires_in_days`: under this one it is shown. */
  input: HTMLInputElement;
  days: () => number;
  /** What is wrong with it; null when nothing is. */
  problem: () => string | null;
}

/** The usual lives to choose from, or a number of one's own; and below it the day on which it ends. */
export function expiryField(): ExpiryField {
  const select = el(
    'select',
    { id: 'token-ends', name: 'ends' },
    ...DAYS.map((days) => el('option', { value: days }, text.days(days))),
    el('option', { value: OWN }, text.ownDays),
  );
  const input = el('input', {
    id: 'token-days',
    name: 'expires_in_days',
    type: 'text',
    inputmode: 'numeric',
    maxlength: 5,
    autocomplete: 'off',
  });
  const own = field(input, { label: text.ownDaysLabel });
  const ends = el('p', { class: 'field-help', id: 'token-ends-on', role: 'status' });
  const days = () => Number(input.value.trim());
  const isRight = () => /^[1-9]\d{0,3}$/.test(input.value.trim());
  const tell = () => {
    const day = isRight() ? dayOf(new Date(Date.now() + days() * dayMs).toISOString()) : null;
    ends.textContent = day === null ? '' : text.endsOn(day);
  };
  const choose = () => {
    const isOwn = select.value === OWN;
    own.classList.toggle('is-closed', !isOwn);
    if (!isOwn) input.value = select.value;
    else input.select();
    tell();
  };
  select.value = String(USUAL);
  select.addEventListener('change', choose);
  input.addEventListener('input', tell);
  const root = el(
    'div',
    { class: 'expiry' },
    el('div', { class: 'expiry-fields' }, field(select, { label: text.ends }), own),
    ends,
  );
  choose();
  return { root, input, days, problem: () => (isRight() ? null : text.daysWrong) };
}
