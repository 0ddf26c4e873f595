import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Built by bin/web.mjs, never served by Vite: src/http serves what comes out. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/h5/',
  plugins: [vue()],
  // The pages run in the webview of WeCom on old phones.
  build: { target: ['es2020', 'chrome80', 'safari14'], modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  define: { __VUE_OPTIONS_API__: 'false' },
  logLevel: 'warn',
});
