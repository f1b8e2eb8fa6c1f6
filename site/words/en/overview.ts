/** The overview. */
export const overview = {
  overview: {
    title: 'Overview',
    lead: 'How your tenants stand in public, and what to mend first.',
    tenants: 'Tenants',
    tenantsNone: 'None yet. Tenants arrive in the next release.',
    tenantsSome: 'Known to Clearview.',
    signedInAs: 'Signed in as',
    role: (role: string) => `Role: ${role}.`,
    version: 'Version',
    versionNote: 'Running on this server.',
    versionUnknown: 'Not known',
    consoleTitle: 'Users and audit',
    consoleText:
      'Add users, reset passwords and end access in the console. Its audit trail shows who signed in and what was changed.',
    consoleLink: 'Open the console',
  },
};
