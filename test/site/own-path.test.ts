import { expect } from 'chai';
import { ownPath } from '../../site/api/own-path.js';

const origin = 'https://clearview.example';

describe('ownPath, the page to go to after signing in', () => {
  for (const path of [
    '/',
    '/tenants',
    '/tenants?sort=name#top',
    '/admin/',
    '/admin/users/7?tab=audit',
    '/a//b',
    '/api/docs',
  ]) {
    it(`keeps ${path}`, () => {
      expect(ownPath(path, origin)).to.equal(path);
    });
  }

  const hostile = [
    null,
    '',
    'tenants',
    'https://evil.example/',
    'https:evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/login.html',
    '/login.html?next=/tenants',
    '/setup.html',
    '/password.html',
    '/required.html?next=/required.html',
    '/x/../login.html',
    '/api/auth/logout',
  ];
  for (const path of hostile) {
    it(`goes home instead of ${JSON.stringify(path)}`, () => {
      expect(ownPath(path, origin)).to.equal('/');
    });
  }
});
