import { bar } from '../../ui/skeleton.js';
import { el } from '../../ui/dom.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';
import { readTenantData } from '../tenant/data.js';
import { TenantView } from '../tenant/view.js';

export const tenant: Page = {
  title: words.tenant.title,
  up: { href: '/tenants', label: words.tenants.title },
  skeleton: () => {
    const panel = (size: string) =>
      el('div', { class: `panel skeleton-panel ${size}` }, bar('short'), bar('long'), bar('middle'));
    return el('div', { class: 'stack' }, panel('is-tall'), panel('is-short'), panel('is-tall'));
  },
  body: async (context) => {
    const id = Number(context.params['id']);
    const view = new TenantView(context, await readTenantData(id, context.signal));
    view.watch();
    return view.root;
  },
};
