/** One tenant. */
export const tenant = {
  tenant: { title: 'Tenant' },
};
