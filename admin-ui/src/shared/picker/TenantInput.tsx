import { useTranslate } from 'react-admin';
import { RecordInput } from './RecordInput';
import type { Directory } from './useRecords';

const TENANTS: Directory = { resource: 'tenants', nameField: 'name' };

interface Props {
  /** What a tenant was called that may be gone. */
  lastName?: (id: number) => string | undefined;
}

/** A filter by tenant. */
export const TenantInput = ({ lastName }: Props) => {
  const translate = useTranslate();
  const say = (key: string) => translate(`resources.audit.${key}`);
  const words = {
    label: say('fields.tenant_id'),
    placeholder: say('any_tenant'),
    none: say('tenant_none'),
    loading: say('account_loading'),
    number: 'resources.audit.tenant_number',
    gone: 'resources.audit.tenant_gone',
  };
  return <RecordInput source="tenant_id" directory={TENANTS} words={words} {...(lastName && { lastName })} />;
};
