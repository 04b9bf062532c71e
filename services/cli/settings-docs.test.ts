import test from 'ava';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { isForTests } from '../../tests/architecture/layers.ts';
import { sources } from '../../tests/architecture/source.ts';
import { describeSettings, readSettings } from '../core/config.ts';
import { groups } from '../settings.ts';
import { exampleFile, settingsPage, toolVariables } from './settings-pages.ts';

const root = join(import.meta.dirname, '../..');
const rows = Object.values(groups).flatMap((group) => describeSettings(group));

test('the generated pages are up to date (npm run settings:docs)', async (t) => {
  t.is(await readFile(join(root, 'docs/settings.md'), 'utf8'), settingsPage(groups));
  t.is(await readFile(join(root, '.env.example'), 'utf8'), exampleFile(groups));
});

test('every setting is explained, once, in Chinese', (t) => {
  t.deepEqual(rows.filter(({ meaning }) => !/\p{Script=Han}/u.test(meaning)), []);
  const names = rows.map(({ variable }) => variable);
  t.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});

test('the example changes nothing until a line is uncommented, then it is what it says', (t) => {
  t.deepEqual(parseEnv(exampleFile(groups)), {});
  const uncommented = exampleFile(groups).replaceAll(/^#(?=[A-Z])/gm, '');
  t.deepEqual(readSettings(parseEnv(uncommented), groups), readSettings({}, groups));
});

test('the product reads no other variable', (t) => {
  const known = new Set([...rows, ...toolVariables].map(({ variable }) => variable));
  const product = sources().filter(({ path }) => !isForTests(path));
  const read = product.flatMap(({ path, text }) => [...text.matchAll(/\b(?:env|environment)\[['"](\w+)['"]\]/g)].map((match) => ({ path, variable: match[1] ?? '' })));
  t.true(read.length > 0);
  t.deepEqual(read.filter(({ variable }) => !known.has(variable)), []);
});
