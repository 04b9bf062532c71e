import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { caRefusals } from './phrases.ts';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.includes('.test.'));

test('every refusal of the link has a sentence, and every sentence a refusal', (t) => {
  const used = new Set<string>();
  for (const file of sources.filter((each) => !each.endsWith('phrases.ts'))) {
    const text = readFileSync(path.join(import.meta.dirname, file), 'utf8').replaceAll(/`signatures\.[^`]*`/g, '');
    for (const [, code = ''] of text.matchAll(/'(signatures\.[a-z-]+)'/g)) used.add(code);
  }
  t.deepEqual([...used].toSorted(), Object.keys(caRefusals).toSorted());
});
