import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Where the service listens while the pages are developed with `vite h5`. */
const service = process.env['WARDLINE_SERVICE'] ?? 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The browsers inside DingTalk and WeCom on ward phones lag years behind; these are the oldest still met.
    target: ['chrome87', 'safari14'],
    cssTarget: ['chrome87', 'safari14'],
    // Element Plus stands alone in the desk pages' chunk, which no phone loads.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': service } },
});
