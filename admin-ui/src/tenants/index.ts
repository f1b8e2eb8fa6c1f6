import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

const pages = () => import('./pages');

export default {
  name: 'tenants',
  list: lazy(async () => ({ default: (await pages()).TenantList })),
  create: lazy(async () => ({ default: (await pages()).TenantCreate })),
  edit: lazy(async () => ({ default: (await pages()).TenantEdit })),
  show: lazy(async () => ({ default: (await pages()).TenantShow })),
  recordRepresentation: 'name',
} satisfies ResourceProps;
