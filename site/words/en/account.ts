/** The reader's own account. */
export const account = {
  account: { title: 'Account' },
};
