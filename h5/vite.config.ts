import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { type Plugin, defineConfig } from 'vite';

/** Where the service listens while the pages are developed with `vite h5`. */
const service = process.env['WARDLINE_SERVICE'] ?? 'http://localhost:3000';

/** Beside each script and sheet its smaller forms, which the service sends to who takes them: a ward's network is slow. */
function smaller(): Plugin {
  const folder = join(import.meta.dirname, 'dist/assets');
  return {
    name: 'wardline:smaller',
    apply: 'build',
    closeBundle: async () => {
      const files = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
      await Promise.all(files.map(async (name) => {
        const bytes = await readFile(join(folder, name));
        await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(bytes));
        await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
      }));
    },
  };
}

/**
 * A phone's first screen with the way to the service, and all they stand on: one file. On a ward's network each further one
 * is found late and waits for those before it.
 */
const first = ['/src/app/main.ts', '/src/app/phone-shell.vue', '/src/app/channel-ecdh.ts', '/src/pages/tasks/tasks-page.vue'];
const isFirst = (id: string): boolean => first.some((page) => id.split('?')[0]?.endsWith(page) === true);

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), smaller()],
  define: { __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The browsers inside DingTalk and WeCom on ward phones lag years behind; these are the oldest still met.
    target: ['chrome87', 'safari14'],
    cssTarget: ['chrome87', 'safari14'],
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', test: isFirst }] } } },
    // Element Plus stands alone in the desk pages' chunk, which no phone loads.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': service } },
});
