/** docs/adding-a-module.md shows the example as it is, and the example keeps the rules of a module. */
import test from 'ava';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { wrong } from '../architecture/layers.ts';
import { root, sources } from '../architecture/source.ts';

const page = readFileSync(join(root, 'docs/adding-a-module.md'), 'utf8');
const folder = 'tests/example/announcements/';
const home = 'services/operations/announcements/';

/** In its own place a module stands two folders below `services`. */
const atHome = (text: string): string => text.replaceAll("'../../../services/", "'../../").trim();

test('every block of the page is the file it names, and every file is shown', (t) => {
  const blocks = [...page.matchAll(/<!-- (\S+) -->\n```ts\n([\s\S]*?)\n```/g)].map((match) => ({ file: match[1] ?? '', code: match[2] ?? '' }));
  for (const { file, code } of blocks) t.is(code.trim(), atHome(readFileSync(join(root, file), 'utf8')), file);
  const shown = blocks.map(({ file }) => file).sort();
  const there = readdirSync(join(root, folder)).filter((name) => !name.endsWith('.test.ts')).map((name) => folder + name);
  t.deepEqual(shown, there.sort());
  t.is(page.match(/```ts/g)?.length, blocks.length);
});

test('in its own place its imports would be allowed', (t) => {
  const files = sources().filter(({ path }) => path.startsWith(folder) && !path.endsWith('.test.ts'));
  t.true(files.length >= 8);
  const refused = files.flatMap(({ path, imports }) => imports.map((found) => wrong(path.replace(folder, home), { ...found, to: found.to.replace(folder, home) }) ?? '').filter((why) => why !== ''));
  t.deepEqual(refused, []);
});
