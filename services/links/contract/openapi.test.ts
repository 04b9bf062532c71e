import test from 'ava';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandExamples } from './commands/examples.ts';
import { statementKinds } from './schema.facts.ts';
import { command, commandErrorCodes, commandKinds } from './schema.commands.ts';
import { openApi, openApiText } from './openapi.ts';

const docs = join(import.meta.dirname, '../../../docs');

test('the document in docs is what the schemas say (npm run contract:docs)', (t) => {
  t.is(readFileSync(join(docs, 'http-contract.openapi.json'), 'utf8'), openApiText());
});

test('every field is described in Chinese, and every pointer leads somewhere', (t) => {
  const document = openApi();
  const { schemas } = document['components'] as { schemas: Record<string, unknown> };
  const bare: string[] = [];
  const stray: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties, $ref } = node as { properties?: Record<string, { description?: string }>; $ref?: string };
    for (const [field, { description = '' }] of Object.entries(properties ?? {})) if (!/[\u4e00-\u9fff]/.test(description)) bare.push(`${path}.${field}`);
    if ($ref?.startsWith('#/components/schemas/') === true && schemas[$ref.slice('#/components/schemas/'.length)] === undefined) stray.push(`${path}: ${$ref}`);
    for (const [key, each] of Object.entries(node)) walk(each, `${path}.${key}`);
  };
  walk(schemas, '');
  t.deepEqual(bare, []);
  walk({ ...document, components: {} }, 'document');
  t.deepEqual(stray, []);
  t.true(Object.keys(schemas).length > 30);
});

test('unknown fields are not allowed anywhere, and each kind has its example', (t) => {
  const document = openApi();
  const { schemas } = document['components'] as { schemas: Record<string, { type?: string; additionalProperties?: boolean }> };
  t.deepEqual(Object.entries(schemas).filter(([name, { type, additionalProperties }]) => name !== 'Error' && type === 'object' && additionalProperties !== false).map(([name]) => name), []);
  const examples = Object.keys((document as { paths: Record<string, { post: { requestBody: { content: Record<string, { examples: object }> } } }> }).paths['/api/machine/facts']?.post.requestBody.content['application/json']?.examples ?? {});
  t.deepEqual(examples.toSorted(), statementKinds.toSorted());
});

test('commands: each kind has an example that reads as itself', (t) => {
  t.deepEqual(commandExamples.map(({ kind }) => kind).toSorted(), commandKinds.toSorted());
  for (const example of commandExamples) t.deepEqual(command.parse(example), example);
});

test('the page names every problem code and every error code', (t) => {
  const page = readFileSync(join(docs, 'http-contract.md'), 'utf8');
  const document = openApi();
  const codes = [...Object.keys(document['x-problem-codes'] as object), ...commandErrorCodes];
  t.deepEqual(codes.filter((code) => !page.includes(`\`${code}\``)), []);
});
