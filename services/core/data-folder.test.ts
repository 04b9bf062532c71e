import test, { type ExecutionContext } from 'ava';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUse, holdFolder } from './data-folder.ts';

async function place(t: ExecutionContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'wardline-'));
  t.teardown(() => rm(parent, { recursive: true, force: true }));
  return join(parent, 'postgres');
}

test('a folder has one holder at a time', async (t) => {
  const folder = await place(t);
  const held = await holdFolder(folder);
  t.true(held.fresh);
  await t.throwsAsync(holdFolder(folder), { instanceOf: FolderInUse });
  await held.ready();
  await held.release();
  const again = await holdFolder(folder);
  await again.release();
});

test('a holder that was killed holds nothing any more', async (t) => {
  const folder = await place(t);
  const program = `import { holdFolder } from ${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)};
    await holdFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await t.throwsAsync(holdFolder(folder), { instanceOf: FolderInUse });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const held = await holdFolder(folder);
  await held.release();
});

test('a folder whose preparing was cut off begins anew; a prepared one is never emptied', async (t) => {
  const folder = await place(t);
  const cut = await holdFolder(folder);
  await mkdir(join(folder, 'base'));
  await cut.release();

  const anew = await holdFolder(folder);
  t.true(anew.fresh);
  t.deepEqual(await readdir(folder), []);
  await writeFile(join(folder, 'PG_VERSION'), '17');
  await anew.ready();
  await anew.release();

  const kept = await holdFolder(folder);
  t.false(kept.fresh);
  t.deepEqual(await readdir(folder), ['PG_VERSION']);
  await kept.release();
});

test('a path too long for a socket is held all the same', async (t) => {
  const folder = join(await place(t), 'x'.repeat(120));
  const held = await holdFolder(folder);
  await t.throwsAsync(holdFolder(folder), { instanceOf: FolderInUse });
  await held.release();
});
