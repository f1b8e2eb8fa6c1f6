import type { Plugin } from 'vite';
import { tokensCss } from '../design/tokens-css.js';
import { words } from '../words/index.js';

/** Puts the design tokens in the place of styles/tokens.css, so that no value is written twice. */
export function designTokens(): Plugin {
  return {
    name: 'clearview-design-tokens',
    enforce: 'pre',
    transform(_code, id) {
      return /[\\/]styles[\\/]tokens\.css(\?|$)/.test(id) ? { code: tokensCss(), map: null } : undefined;
    },
  };
}

function lookUp(path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>((branch, key) => (branch as Record<string, unknown>)?.[key], words);
  if (typeof found !== 'string') throw new Error(`words/en has no text at "${path}", which a page asks for.`);
  return found;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Fills `{{login.title}}` in the HTML pages from words/, so that all words stand in one place. */
export function wordsInHtml(): Plugin {
  return {
    name: 'clearview-words-in-html',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(/\{\{([\w.]+)\}\}/g, (_all, path: string) => escapeHtml(lookUp(path))),
    },
  };
}
