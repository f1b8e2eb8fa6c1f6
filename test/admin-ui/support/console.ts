/** The console's providers, loaded in Node over the real application. */
import { startTestApp, type TestApp } from '../../support/app.js';
import { ADMIN, setUp, type Person } from '../../support/people.js';
import { startGateway, type Gateway, type Sent } from './gateway.js';
import { openWindow, type TestWindow } from './window.js';

const load = async () => ({
  ...(await import('../../../admin-ui/src/providers/dataProvider')),
  ...(await import('../../../admin-ui/src/providers/download')),
  ...(await import('../../../admin-ui/src/providers/stats')),
  ...(await import('../../../admin-ui/src/providers/auditStream')),
  ...(await import('../../../admin-ui/src/providers/jobsStream')),
  ...(await import('../../../admin-ui/src/providers/queryClient')),
  ...(await import('../../../admin-ui/src/providers/session')),
  ...(await import('../../../admin-ui/src/providers/signIn')),
  ...(await import('../../../admin-ui/src/providers/reauthentication')),
  ...(await import('../../../admin-ui/src/providers/authProvider')),
  ...(await import('../../../admin-ui/src/providers/i18n')),
});

export type Providers = Awaited<ReturnType<typeof load>>;

export interface ConsoleUse {
  app: TestApp;
  gateway: Gateway;
  providers: Providers;
  window: TestWindow;
  /** Another client of the same administrator. */
  admin: Person;
  /** What was sent since the test began, to paths that begin so. */
  sent(path?: string): Sent[];
  /** Signs in as the administrator, as the form does. */
  signIn(): Promise<void>;
  /** The console's session ends at the server, and no other. */
  endSession(): Promise<void>;
  /** Until the console has noticed, and asks for a new sign-in. */
  askedToSignIn(): Promise<void>;
}

/** Looks again and again until something is so; the test's own time limit ends a wait in vain. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/**
 * Call it in a `describe`: before each test an administrator has just signed in.
 * @param env variables of the application, asked for before it starts
 */
export function useConsole(env: () => Record<string, string> = () => ({})): ConsoleUse {
  const use = {
    sent: (path = '/') => use.gateway.sent.filter((request) => request.path.startsWith(path)),
    // Remembered, so that its session can be told from others.
    signIn: async () => void (await use.providers.signIn({ ...ADMIN, remember: true })),
    endSession: async () => void (await use.app.db('user_sessions').where({ remember: true }).delete()),
    askedToSignIn: () =>
      until(() => {
        const session = use.providers.getSession();
        return session.status === 'signed-in' && session.ended;
      }),
  } as Partial<ConsoleUse> as ConsoleUse;

  before('the console', async function () {
    // React-admin is large.
    this.timeout(60_000);
    use.app = await startTestApp(env());
    use.admin = await setUp(use.app);
    use.gateway = await startGateway(use.app.url);
    use.window = openWindow(use.gateway.url);
    use.providers = await load();
  });

  beforeEach('a sign-in', async () => {
    use.window.hide(false);
    await use.providers.i18nProvider.changeLocale('en');
    await use.signIn();
    use.gateway.sent.length = 0;
  });

  after(async () => {
    use.providers?.leave();
    use.window?.close();
    await use.gateway?.stop();
    await use.app?.stop();
  });
  return use;
}
