import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  build: {
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // A release changes our own few kilobytes; the libraries stay in the browser's cache.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|react-router-dom)[\\/]/,
              priority: 30,
            },
            // Fetched when somebody types a new password.
            {
              name: 'strength',
              test: /node_modules[\\/](@zxcvbn-ts|fastest-levenshtein)[\\/]/,
              priority: 40,
            },
            // Fetched when somebody uses a passkey.
            { name: 'passkey', test: /node_modules[\\/]@simplewebauthn[\\/]/, priority: 40 },
            { name: 'mui', test: /node_modules[\\/](@mui|@emotion)[\\/]/, priority: 20 },
            // Only the dashboard's plot needs these, and loads them after the page.
            {
              name: 'charts',
              test: /node_modules[\\/](chart\.js|@kurkle|react-chartjs-2)[\\/]/,
              priority: 15,
            },
            { name: 'vendor', test: /node_modules[\\/]/, priority: 10 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    // The tokens of the look and the logo live with the site.
    fs: { allow: ['.', '../site/design', '../site/public'] },
    proxy: { '/api': 'http://127.0.0.1:3000' },
  },
});
