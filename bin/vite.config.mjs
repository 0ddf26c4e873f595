// How bin/web.mjs has the pages built: which folder and under which address is its choice. Never served by Vite.
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue()],
  // The page of a matter runs in the webview of WeCom on old phones.
  build: { target: ['es2020', 'chrome80', 'safari14'], modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  define: { __VUE_OPTIONS_API__: 'false' },
  logLevel: 'warn',
});
