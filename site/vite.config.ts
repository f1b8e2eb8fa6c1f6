import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { designTokens, wordsInHtml } from './build/plugins.js';

const root = import.meta.dirname;
const api = 'http://127.0.0.1:3000';

export default defineConfig({
  root,
  base: '/',
  plugins: [designTokens(), wordsInHtml()],
  build: {
    outDir: resolve(root, '../dist/site'),
    emptyOutDir: true,
    // The policy (CSP) allows no inline code and the pages share one style sheet: everything is a file.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index', 'login', 'setup', 'password', 'required', '404'].map((page) =>
        resolve(root, `${page}.html`),
      ),
    },
  },
  // Its thread shares no code with the page.
  worker: { format: 'es' },
  server: { port: 5174, strictPort: true, proxy: { '/api': api, '/healthz': api, '/admin': api } },
});
