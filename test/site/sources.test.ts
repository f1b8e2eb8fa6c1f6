import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { tokensCss } from '../../site/design/tokens-css.js';

const site = path.resolve(import.meta.dirname, '../../site');

function files(...endings: string[]): [name: string, text: string][] {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.includes(path.extname(name)))
    .map((name) => [name, readFileSync(path.join(site, name), 'utf8')]);
}

describe('sources of the site', () => {
  it('build pages from text nodes only, so that no name can become markup', () => {
    const markup =
      /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment)\b/;
    for (const [name, text] of files('.ts', '.js')) expect(text, name).not.to.match(markup);
  });

  it('hold no inline script, style or handler, which the policy (CSP) would refuse', () => {
    for (const [name, text] of files('.html')) {
      expect(text, name).not.to.match(/<style|\sstyle=|\son\w+=|javascript:/i);
      expect(text, name).not.to.match(/<script(?![^>]*\ssrc=)/i);
    }
  });

  it('take every colour from the tokens', () => {
    for (const [name, text] of files('.css'))
      expect(text, name).not.to.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl/i);
  });

  it('ask only for tokens that exist', () => {
    // The role of a mark is set by its class and asked for by its parts.
    const known =
      tokensCss() +
      files('.css')
        .map(([, text]) => text)
        .join('');
    for (const [name, text] of files('.css')) {
      for (const [, token = ''] of text.matchAll(/var\((--[\w-]+)/g))
        expect(known, name).to.include(`${token}:`);
    }
  });

  it('send passwords by POST and wait for their script', () => {
    for (const [name, text] of files('.html').filter(([, html]) => html.includes('<form'))) {
      expect(text, name).to.match(/<form[^>]*method="post"/);
      expect(text, name).to.match(/<button[^>]*type="submit"[^>]*disabled/);
    }
  });
});
