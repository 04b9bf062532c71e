/** A part of Element Plus without its style sheet looks broken and fails nothing else. */
import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';

const source = join(import.meta.dirname, '..');
const theme = join(import.meta.dirname, '../../../node_modules/element-plus/theme-chalk');

/** `ElTableColumn` → `el-table-column`; `El` alone is no part. */
const sheetOf = (part: string): string => part.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).slice(1);

test('every part of Element Plus that a page uses brings its style sheet', async (t) => {
  const sheets = readFileSync(join(source, 'app/element.css'), 'utf8');
  const used = new Set<string>();
  for await (const path of glob('**/*.{vue,ts}', { cwd: source })) {
    for (const [, names = ''] of readFileSync(join(source, path), 'utf8').matchAll(/import \{([^}]*)\} from 'element-plus'/g)) {
      for (const [part] of names.matchAll(/\bEl[A-Z]\w+/g)) used.add(sheetOf(part));
    }
  }
  t.true(used.size > 10);
  const missing = [...used].filter((name) => existsSync(join(theme, `${name}.css`)) && !sheets.includes(`/${name}.css'`));
  t.deepEqual(missing, []);
});
