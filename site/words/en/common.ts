/** What every page says. */
export const common = {
  language: 'en',

  product: 'Clearview',

  needsScript: 'Clearview needs JavaScript. Allow it for this address and load the page again.',

  theme: { legend: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },

  fields: {
    username: 'Username',
    password: 'Password',
    show: 'Show',
    hide: 'Hide',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
  },

  roles: { admin: 'administrator', user: 'user' },

  documentTitle: (page: string) => `${page} · Clearview`,
};
