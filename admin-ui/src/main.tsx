import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';
import { App } from './App';
import { startSession } from './providers/session';

// A data router, because only that kind lets react-admin warn about unsaved changes.
const router = createBrowserRouter([{ path: '*', element: <App /> }], { basename: '/admin' });

void startSession();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  );
}
