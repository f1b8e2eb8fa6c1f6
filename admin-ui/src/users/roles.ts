export const roleChoices = (['admin', 'user'] as const).map((id) => ({
  id,
  name: `resources.users.role.${id}`,
}));
