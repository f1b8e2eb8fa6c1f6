import { ADMIN, createUser } from '../support/people.js';
import { useConsole } from './console-page.js';

describe('browser: console', () => {
  const use = useConsole();

  it('knows the administrator by the name they were set up with', async () => {
    const page = await use.open('/');
    await page.getByRole('button', { name: `Account: ${ADMIN.username}` }).waitFor();
  });

  it('leads from its menu to each of its pages', async () => {
    await createUser(use.admin, 'joe');
    const page = await use.open('/');
    const menu = page.getByRole('navigation', { name: 'Main' });
    for (const name of ['Users', 'Tenants', 'Jobs', 'Sessions', 'Audit log']) {
      await menu.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await menu.locator('[aria-current=page]', { hasText: name }).waitFor();
    }
  });
});
