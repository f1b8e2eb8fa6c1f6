/** The list of tenants. */
export const tenants = {
  tenants: {
    title: 'Tenants',
    lead: 'The organisations that you look after.',
    emptyTitle: 'No tenants yet',
    emptyText: 'Tenants arrive in the next release. This page will then list each one with:',
    emptyPoints: [
      'its domains and addresses',
      'its open findings, the worst first',
      'how it has changed over time',
    ],
  },
};
