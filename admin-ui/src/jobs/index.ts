import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

const pages = () => import('./pages');

export default {
  name: 'jobs',
  list: lazy(async () => ({ default: (await pages()).JobList })),
  show: lazy(async () => ({ default: (await pages()).JobShow })),
} satisfies ResourceProps;
