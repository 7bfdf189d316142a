import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page: files with their hash in the name, beside an `index.html` that the server gives its base and its nonce. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    reportCompressedSize: true,
    // All screens are in one file. Its bar is what travels, 200 kB of gzip, and a test holds it.
    chunkSizeWarningLimit: 1_000,
  },
});
