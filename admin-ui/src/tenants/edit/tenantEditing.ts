import type { Editing, Versioned } from '../../shared/edit/editing';
import type { Tenant, TenantState } from '../tenant';
import { cleanDomains } from '../TenantInputs';

/** A tenant as its form has it: the domains as people write them. */
export interface TenantForm extends Versioned {
  name: string;
  domains: string[];
  notes: string;
  state: TenantState;
}

export const toForm = ({ id, revision, name, domains, notes, state }: Tenant): TenantForm => ({
  id,
  revision,
  name,
  domains: domains.map(({ unicode }) => unicode),
  notes,
  state,
});

/** How much of long notes is told. */
const SHORT = 120;

/** What can be edited of a tenant. */
export const tenantEditing: Editing<TenantForm> = {
  resource: 'tenants',
  fields: ['name', 'domains', 'notes', 'state'],
  toForm,
  nameOf: ({ name }) => name,
  touches: ['tenants', 'jobs', 'onboarding', 'audit'],
  trailOf: (id) => ({ event: 'tenant_update', tenant_id: id }),
  clean: (field, value) => (field === 'domains' ? cleanDomains(value) : value),
  isSame: (_field, one, other) => JSON.stringify(one) === JSON.stringify(other),
  words: (field, value, translate) => {
    if (field === 'state') return translate(`resources.tenants.state.${String(value)}`);
    const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
    if (text === '') return translate('resources.tenants.empty_field');
    return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
  },
};
