import { lazy } from 'react';
import { AdminContext, AdminUI, CustomRoutes, Resource } from 'react-admin';
import { Navigate, Route } from 'react-router-dom';
import audit from './audit';
import { Dashboard } from './dashboard/Dashboard';
import { ConsoleLayout } from './layout/Layout';
import { NotFound } from './layout/NotFound';
import jobs from './jobs';
import { darkTheme, lightTheme } from './layout/theme';
import { authProvider } from './providers/authProvider';
import { dataProvider } from './providers/dataProvider';
import { i18nProvider } from './providers/i18n';
import { queryClient } from './providers/queryClient';
import { store } from './providers/store';
import { SessionGate } from './session/SessionGate';
import sessions from './sessions';
import tenants from './tenants';
import users from './users';

/** `/login` is react-admin's; ours is shown in place, at the address one asked for (see SessionGate). */
const NoLoginPage = () => <Navigate to="/" replace />;

const SettingsPage = lazy(() => import('./settings/SettingsPage'));

/** The map of the console: its providers, who may enter, and one folder per resource. */
export const App = () => (
  <AdminContext
    authProvider={authProvider}
    dataProvider={dataProvider}
    i18nProvider={i18nProvider}
    queryClient={queryClient}
    store={store}
    theme={lightTheme}
    darkTheme={darkTheme}
  >
    <SessionGate>
      <AdminUI
        title="Clearview"
        disableTelemetry
        dashboard={Dashboard}
        layout={ConsoleLayout}
        loginPage={NoLoginPage}
        authCallbackPage={false}
        catchAll={NotFound}
        accessDenied={NotFound}
      >
        <Resource {...users} />
        <Resource {...tenants} />
        <Resource {...jobs} />
        <Resource {...sessions} />
        <Resource {...audit} />
        <CustomRoutes>
          <Route path="/settings" element={<SettingsPage />} />
        </CustomRoutes>
      </AdminUI>
    </SessionGate>
  </AdminContext>
);
