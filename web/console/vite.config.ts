import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { version } from '../tools/version.mjs';

export default defineConfig({
  base: '/console/',
  plugins: [preact()],
  define: { RELAIS_BUILD: JSON.stringify(version()) },
  worker: { format: 'es' },
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});
