/** How the console has the browser save a list as a file. */
import { expect } from 'chai';
import { useConsole } from './support/console.js';
import { json } from './support/gateway.js';

describe('console: download', () => {
  const use = useConsole();
  const start = () =>
    use.providers.download('users', 'csv', {
      filter: { q: 'a&b', role: 'admin' },
      sort: { field: 'username', order: 'DESC' },
    });

  beforeEach(() => {
    use.window.clicked.length = 0;
  });

  it('has the browser fetch all rows of the list, as filtered and ordered', async () => {
    await start();
    expect(use.window.clicked).to.deep.equal([
      '/api/users/export?format=csv&filter={"q":"a&b","role":"admin"}&sort=["username","DESC"]',
    ]);
  });

  it('encodes what was typed into a filter', () => {
    const url = use.providers.exportUrl('audit', 'jsonl', { filter: { q: 'a&b=c #1' } });
    expect(new URL(url, use.gateway.url).searchParams.get('filter')).to.equal('{"q":"a&b=c #1"}');
  });

  it('asks who we are first, and nothing else', async () => {
    await start();
    expect(use.sent().map(({ path }) => path)).to.deep.equal(['/api/auth/me']);
  });

  it('saves no error as a file: an ended session is met by the sign-in, and the download follows', async () => {
    await use.endSession();
    const started = start();
    await use.askedToSignIn();
    expect(use.window.clicked).to.have.length(0);
    await use.signIn();
    await started;
    expect(use.window.clicked).to.have.length(1);
  });

  it('says so, without a click, while the server is away', async () => {
    use.gateway.instead('/api/auth/me', json(503, { detail: 'No.', code: 'database_unavailable' }));
    const error = await start().catch((reason: unknown) => reason);
    expect(error).to.include({ status: 503 });
    expect(use.window.clicked).to.have.length(0);
  });
});
