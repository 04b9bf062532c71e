/** Every code a person may meet has its sentence, and every sentence fills its blanks. */
import test from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { phrases as alerts } from '../services/clinical/critical-values/phrases.ts';
import { corePhrases } from '../services/core/phrases.ts';
import { caRefusals } from '../services/links/ca/phrases.ts';
import { phrases as directory } from '../services/shared/directory/phrases.ts';
import { phrases as notices } from '../services/shared/notices/phrases.ts';
import { phrases as signIn } from '../services/shared/sign-in/phrases.ts';

const root = join(import.meta.dirname, '..');
const sentences: Readonly<Record<string, string>> = { ...corePhrases, ...alerts, ...caRefusals, ...directory, ...notices, ...signIn };
const modules = new Set(Object.keys(sentences).map((code) => code.split('.')[0] ?? ''));

/** A call that refuses, up to the end of its statement: its codes may stand in a condition. */
const refusing = /\b(?:new Refusal|refuse|refuseFor|deny|parts\.say)\(([^;]*?)\);?\n/g;

function codesIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const calls = [...text.matchAll(refusing)].map((match) => match[1] ?? '');
  return calls.flatMap((call) => [...call.matchAll(/'([a-z]+(?:-[a-z]+)*)\.([a-z]+(?:-[a-z]+)*)'/g)].map(([, module, fact]) => `${module}.${fact}`));
}

const used = globSync('services/**/*.ts', { cwd: root })
  .filter((file) => !/\.(test|contract)\.ts$/.test(file))
  .flatMap((file) => codesIn(file).map((code) => ({ file, code })));

test('a refusal without a sentence would be told as a fault of ours', (t) => {
  t.true(used.length > 40, `only ${used.length} found: has the way of refusing changed?`);
  const missing = used.filter(({ code }) => modules.has(code.split('.')[0] ?? '') && sentences[code] === undefined);
  t.deepEqual(missing, []);
});

test('sentences are Chinese and end as sentences do', (t) => {
  const odd = Object.entries(sentences).filter(([, sentence]) => !/[\u4e00-\u9fff]/.test(sentence) || !/[。？！]$/.test(sentence));
  t.deepEqual(odd, []);
});
