/** The pages as Vite builds them into `h5/dist`: are they there and newer than their sources, and building them. */
import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

async function newest(folder: string, skip: readonly string[] = []): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const times = await Promise.all(
    entries.filter((entry) => !skip.includes(entry.name)).map(async (entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newest(path) : (await stat(path)).mtimeMs;
    }),
  );
  return Math.max(0, ...times);
}

export async function pagesAreFresh(): Promise<boolean> {
  const built = await stat(join(root, 'h5/dist/index.html')).then((file) => file.mtimeMs, () => 0);
  return built > 0 && built >= (await newest(join(root, 'h5'), ['dist', 'node_modules']));
}

/** `false`: they could not be built; Vite has said why. */
export function buildPages(): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'h5', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
}
