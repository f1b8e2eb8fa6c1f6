/** From a new name to the first scan. */
export const onboarding = {
  onboarding: {
    title: 'Onboarding',
    lead: 'From a new name to the first scan.',
    emptyTitle: 'Nothing to onboard yet',
    emptyText: 'Onboarding arrives in the next release. This page will then lead you through:',
    emptyPoints: ['adding a tenant', 'proving that a domain is theirs', 'starting the first scan'],
  },
};
