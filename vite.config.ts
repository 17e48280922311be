import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Builds the web chat's page into dist/web, where `npm start` serves it from. */
export default defineConfig({
  root: join(import.meta.dirname, 'web'),
  plugins: [vue()],
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // Everything as a file of our own: the page's policy allows neither inline scripts nor styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // `npx vite` beside a running `npm start`: the page from here, everything else from there.
  server: { proxy: { '/api': 'http://127.0.0.1:8080' }, fs: { allow: [import.meta.dirname] } },
});
