import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Everything is a file of its own: the pages run under a policy that allows no inline script, style or font.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 250,
  },
  // The host's name stays, since the server compares it with where a request says that it comes from.
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8474', changeOrigin: false } } },
});
