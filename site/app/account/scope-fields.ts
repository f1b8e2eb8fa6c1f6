/** What a token may do, area by area: to change a thing includes to see it. */
import type { Role } from '../../api/auth.js';
import type { Scope } from '../../api/tokens.js';
import { el } from '../../ui/dom.js';
import { segmented, type Choice } from '../../ui/segmented.js';
import { words } from '../../words/index.js';

const text = words.newToken;

type Area = keyof typeof text.areas;
type Grant = '' | 'read' | 'write';

interface AreaSpec {
  area: Area;
  grants: readonly Grant[];
  isAdmins?: boolean;
}

const AREAS: readonly AreaSpec[] = [
  { area: 'tenants', grants: ['', 'read', 'write'] },
  { area: 'jobs', grants: ['', 'read', 'write'] },
  { area: 'users', grants: ['', 'read', 'write'], isAdmins: true },
  { area: 'audit', grants: ['', 'read'], isAdmins: true },
];

const labels: Record<Grant, string> = { '': text.none, read: text.read, write: text.write };

export interface ScopeFields {
  root: HTMLElement;
  chosen: () => Scope[];
  /** Says what is wrong, and puts the keyboard there; null takes it away. */
  setError: (message: string | null) => void;
}

/** The choice for those areas that the role may enter. */
export function scopeFields(role: Role, onChange: () => void): ScopeFields {
  const grants = new Map<Area, Grant>();
  const error = el('p', { class: 'field-error', id: 'scopes-error', hidden: true });
  const row = ({ area, grants: offered, isAdmins }: AreaSpec) => {
    const choices = offered.map((value): Choice<Grant> => ({ value, label: labels[value] }));
    const choice = segmented(`scope-${area}`, text.areas[area], choices, (value) => {
      grants.set(area, value);
      onChange();
    });
    choice.setAttribute('aria-describedby', `scope-${area}-text scopes-error`);
    return el(
      'div',
      { class: 'scope-row' },
      el(
        'div',
        { class: 'scope-words' },
        // The group has this name already.
        el('p', { class: 'scope-name', 'aria-hidden': 'true' }, text.areas[area]),
        el(
          'p',
          { class: 'field-help', id: `scope-${area}-text` },
          text.areaText[area],
          isAdmins && ` ${text.adminOnly}`,
        ),
      ),
      choice,
    );
  };
  const shown = AREAS.filter(({ isAdmins }) => !isAdmins || role === 'admin');
  const root = el(
    'fieldset',
    { class: 'scope-fields' },
    el('legend', {}, text.scopes),
    el('div', { class: 'scope-rows' }, ...shown.map(row)),
    error,
  );
  return {
    root,
    chosen: () =>
      AREAS.flatMap(({ area }) => {
        const grant = grants.get(area) ?? '';
        return grant === '' ? [] : [`${area}:${grant}` as Scope];
      }),
    setError: (message) => {
      error.textContent = message ?? '';
      error.hidden = message === null;
      if (message !== null) root.querySelector('input')?.focus();
    },
  };
}
