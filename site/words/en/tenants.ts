/** The list of tenants. */
export const tenants = {
  tenants: {
    title: 'Tenants',
    lead: 'The organisations that you look after, and how they stand in public.',
    takeIn: 'Take in a tenant',
    caption: 'Tenants',
    search: 'Search name or domain',
    all: 'All',
    columns: {
      name: 'Name',
      grade: 'Grade',
      score: 'Score',
      trend: 'Trend',
      state: 'State',
      lastScan: 'Last scan',
    },
    emptyTitle: 'No tenants yet',
    emptyText:
      'A tenant is an organisation with its domains. Take one in, prove that its domains are yours to look at, and the first scan begins by itself. Afterwards this page shows for each tenant:',
    emptyPoints: [
      'its grade and score, and how they change over time',
      'what to mend first, and how',
      'a new scan every night',
    ],
  },
};
