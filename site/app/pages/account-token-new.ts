import type { SessionUser } from '../../api/auth.js';
import { createToken, type NewToken } from '../../api/tokens.js';
import { el } from '../../ui/dom.js';
import { field } from '../../ui/fields.js';
import type { FieldErrors } from '../../ui/form.js';
import { stepForm } from '../../ui/send-form.js';
import { bar } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import { expiryField } from '../account/expiry-field.js';
import { newTokenView } from '../account/new-token.js';
import { accountNav } from '../account/nav.js';
import { scopeFields } from '../account/scope-fields.js';
import type { Page, PageHead } from '../page.js';
import { withFresh } from '../reauthenticate.js';

const text = words.newToken;

const lines = (value: string): string[] => value.split(/[\s,;]+/).filter((line) => line !== '');

const optional = (label: string): HTMLElement =>
  el('span', {}, label, ' ', el('span', { class: 'optional' }, `(${text.optional})`));

function networksField(): HTMLTextAreaElement {
  return el('textarea', {
    id: 'token-networks',
    name: 'networks',
    class: 'mono',
    rows: 3,
    spellcheck: false,
    autocapitalize: 'none',
    autocomplete: 'off',
  });
}

function tokenForm(
  user: SessionUser,
  signal: AbortSignal,
  done: (made: Node, name: string) => void,
): HTMLElement {
  const name = el('input', { id: 'token-name', name: 'name', type: 'text', maxlength: 100 });
  const expiry = expiryField();
  const networks = networksField();
  const scopes = scopeFields(user.role, () => scopes.setError(null));
  const check = (): FieldErrors => {
    const days = expiry.problem();
    const noScope = scopes.chosen().length === 0;
    scopes.setError(noScope ? text.scopesMissing : null);
    return {
      ...(name.value.trim() === '' ? { name: text.nameMissing } : {}),
      ...(days === null ? {} : { expires_in_days: days }),
    };
  };
  const typed = (): NewToken => ({
    name: name.value.trim(),
    scopes: scopes.chosen(),
    expires_in_days: expiry.days(),
    ...(lines(networks.value).length === 0 ? {} : { networks: lines(networks.value) }),
  });
  return stepForm({
    content: [
      field(name, { label: text.name, help: text.nameHelp }),
      expiry.root,
      scopes.root,
      field(networks, { label: optional(text.networks), help: text.networksHelp }),
    ],
    fields: [name, expiry.input, networks],
    submit: text.submit,
    busy: text.busy,
    signal,
    check,
    run: async () => {
      if (scopes.chosen().length === 0) return false;
      const token = await withFresh(() => createToken(typed()), signal);
      done(newTokenView(token), token.name);
    },
  });
}

/** The secret takes the place of the form: what was made is now the one thing that matters. */
function showMade(head: PageHead, host: HTMLElement, made: Node, name: string): void {
  host.replaceChildren(made);
  head.setTitle(text.madeTitle(name));
  head.setLead();
  const heading = document.querySelector('h1');
  heading?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Makes an API token, and shows it once. */
export const accountTokenNew: Page = {
  title: text.title,
  lead: text.lead,
  nav: () => accountNav('/account/tokens'),
  up: { href: '/account/tokens', label: words.tokens.title },
  skeleton: () =>
    el('div', { class: 'panel account' }, el('div', { class: 'account-section' }, bar('short'), bar('long'))),
  body: ({ user, head, signal }) => {
    const host = el('div', { class: 'panel account account-form' });
    host.append(tokenForm(user, signal, (made, name) => showMade(head, host, made, name)));
    return host;
  },
};
