/** The pages of tenants, loaded when somebody goes there. */
export { TenantEdit } from './edit/TenantEdit';
export { TenantShow } from './show/TenantShow';
export { TenantCreate } from './TenantCreate';
export { TenantList } from './TenantList';
