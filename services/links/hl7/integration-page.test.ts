/** docs/hl7-integration.md is what integrators build by: its reasons are ours, its example is one that we read. */
import test from 'ava';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS, type Reason } from './phrases.ts';
import { readSenders, senderRules } from './settings.senders.ts';
import { problem } from './syntax/problem.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/hl7-integration.md'), 'utf8');

const row = (name: Reason) => `| \`${name}\` | ${problem(name).code} ${problem(name).condition} | ${problem(name).reason} |`;

test('every reason stands there as it is answered', (t) => {
  t.deepEqual((Object.keys(REASONS) as Reason[]).filter((name) => !page.includes(row(name))), []);
});

test('its example of a file of senders is read, and every setting is explained', (t) => {
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  t.is(readSenders(example).senders.length, 3);
  const table = page.split('## 按系统约定')[1] ?? '';
  t.deepEqual(Object.keys(senderRules.shape).filter((name) => !table.includes(`\`${name}\``) && name !== 'name'), []);
});
