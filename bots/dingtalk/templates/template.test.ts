import { readFileSync } from 'node:fs';
import test from 'ava';
import { buildTemplate } from './build.ts';
import { manifestSchema } from './manifest.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const manifest = manifestSchema.parse(read('wardline-card.manifest.json'));

test('the import file is the one the manifest gives (else run bots/dingtalk/cli/build-template.ts)', (t) => {
  t.deepEqual(read('wardline-card.json'), buildTemplate(manifest));
});

test('every variable a part is bound to is declared', (t) => {
  const declared = new Set(manifest.variables.map((each) => each.name));
  const bound = [
    ...Object.values(manifest.header),
    ...manifest.texts.map((each) => each.variable),
    manifest.form.variable,
    ...manifest.buttons.flatMap((each) => [each.label, each.weight, each.visibleWhen, ...Object.values(each.params)]),
    ...Object.values(manifest.link),
    manifest.summary,
  ];
  t.deepEqual(bound.filter((name) => !declared.has(name)), []);
});

test('the envelope is what the builder imports: JSON and XML as text', (t) => {
  const file = buildTemplate(manifest);
  const editor = JSON.parse(file.editorData) as { variableList: { name: string; private: boolean }[]; expList: { name: string }[] };
  t.deepEqual(editor.variableList.filter((each) => each.private).map((each) => each.name), ['notice']);
  t.true(file.widgetInfo.startsWith('<LinearLayout'));
  t.is(file.type, 'im');
  const conditions = [...file.editorData.matchAll(/"variable":"([A-Za-z0-9]+(?:Shown|Colour))"/g)].map((match) => match[1]);
  const computed = new Set(editor.expList.map((each) => each.name));
  t.true(conditions.length > 8);
  t.deepEqual(conditions.filter((name) => !computed.has(name ?? '')), []);
});
