/** Mappings one by one and by file: changed by the system administrator, each change on record. */
import { z } from 'zod';
import { byFunction } from '../../core/access.ts';
import { readTable, writeTable } from '../../core/csv.ts';
import type { Tx } from '../../core/db.ts';
import { type ActionContext, defineAction, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { readUnit } from '../../links/statements/format.units.ts';
import { knowsCode } from '../directory/index.ts';
import { type Mapping, noUnit, orderCategories, orderTerms } from './model.ts';
import { choiceWords, columnWords, kindWords, phrases } from './phrases.ts';
import { diagnosisCode, isDirectoryKind, otherUnits } from './rules.ts';
import { type Difference, type ReadMappings, differenceOf, missingColumns, readMappings } from './rules.file.ts';
import { draft, file, mappingRef, preview, uploaded } from './schema.ts';
import { allMappings, putMappings, raiseVersion } from './store.ts';

const refuse = refusals(phrases);
const policy = byFunction('codes');

/** Why a mapping cannot be, as the refusal to throw. */
async function troubleOf(tx: Tx, { kind, foreign, ours, text }: Mapping): Promise<ReturnType<typeof refuse> | undefined> {
  if (foreign === ours && text === '') return refuse('codes.same');
  if (isDirectoryKind(kind) && !(await knowsCode(tx, kind, ours))) return refuse('codes.unknown-target', { kind: kindWords[kind], code: ours });
  const isUnit = kind === 'unit' || kind === 'item-unit';
  if (isUnit && ours !== noUnit && readUnit(ours) === undefined && !otherUnits.test(ours)) return refuse('codes.unknown-unit', { code: ours });
  const choices: Readonly<Partial<Record<string, readonly string[]>>> = { 'order-category': orderCategories, 'order-term': orderTerms };
  const allowed = choices[kind];
  if (allowed !== undefined && !allowed.includes(ours)) return refuse('codes.unknown-choice', { code: ours, choices: allowed.map((each) => `${each}（${choiceWords[each] ?? ''}）`).join('、') });
  if (kind === 'diagnosis' && !diagnosisCode.test(ours)) return refuse('codes.not-icd', { code: ours });
  return undefined;
}

export const save = defineAction({
  name: 'codes.save',
  input: draft,
  output: z.void(),
  policy,
  subject: ({ kind, sender, foreign, ours }) => `${kind} ${sender} ${foreign} → ${ours}`.slice(0, 300),
  body: async ({ tx, now, actor }, given) => {
    const trouble = await troubleOf(tx, given);
    if (trouble !== undefined) throw trouble;
    await putMappings(tx, [given], 'hand', actor.id, now);
    await raiseVersion(tx, actor.id, now);
  },
});

export const remove = defineAction({
  name: 'codes.remove',
  input: mappingRef,
  output: z.void(),
  policy,
  subject: ({ id }) => id,
  body: async ({ tx, now, actor }, { id }) => {
    if ((await tx.codeMapping.deleteMany({ where: { id } })).count === 0) throw refuse('codes.no-mapping');
    await raiseVersion(tx, actor.id, now);
  },
});

interface FileRead extends ReadMappings {
  readonly difference: Difference;
}

/** Lines whose code of ours is not there are left out and named, as in the preview. */
async function readFile(tx: Tx, base64: string): Promise<FileRead> {
  const table = readTable(Buffer.from(base64, 'base64'));
  if ('trouble' in table) throw table.trouble === 'broken' ? refuse('codes.file-broken', { line: table.line }, 400) : refuse(`codes.file-${table.trouble}`, {}, 400);
  const missing = missingColumns(table.header);
  if (missing.length > 0) throw refuse('codes.file-header', { missing: missing.join('、') }, 400);
  const read = readMappings(table.header, table.lines);
  const { mappings, bad } = await withoutStrangers(tx, read);
  return { mappings, bad, difference: differenceOf(await allMappings(tx), mappings) };
}

async function withoutStrangers(tx: Tx, { mappings, bad }: ReadMappings): Promise<ReadMappings> {
  const fine: Mapping[] = [];
  const left = [...bad];
  const known = new Map<string, boolean>();
  for (const one of mappings) {
    const key = `${one.kind} ${one.ours}`;
    if (!known.has(key)) known.set(key, (await troubleOf(tx, one)) === undefined);
    if (known.get(key) === true) fine.push(one);
    else left.push({ line: 0, why: `${kindWords[one.kind]}“${one.foreign}”对照的本院编码“${one.ours}”不存在，或前后相同` });
  }
  return { mappings: fine, bad: left };
}

const mostShown = 20;

const example = (what: 'added' | 'changed') => ({ kind, foreign, ours, text }: Mapping) => ({ what, key: `${kindWords[kind]} ${foreign}`, name: [ours, text].filter((part) => part !== '').join(' ') });

function previewOf({ mappings, bad, difference: { added, changed, same } }: FileRead): z.output<typeof preview> {
  return {
    rows: mappings.length + bad.length, added: added.length, changed: changed.length, same,
    bad: bad.slice(0, mostShown),
    examples: [...added.slice(0, mostShown).map(example('added')), ...changed.slice(0, mostShown).map(example('changed'))],
  };
}

export const previewFile = defineQuery({
  name: 'codes.preview-file',
  input: uploaded,
  output: preview,
  policy,
  audited: false,
  body: async ({ tx }, { file: { base64 } }) => previewOf(await readFile(tx, base64)),
});

export const importFile = defineAction({
  name: 'codes.import-file',
  input: uploaded,
  output: preview,
  policy,
  subject: ({ file: { name } }) => name,
  body: async ({ tx, now, actor }: ActionContext, { file: { base64 } }) => {
    const read = await readFile(tx, base64);
    const changes = [...read.difference.added, ...read.difference.changed];
    await putMappings(tx, changes, 'file', actor.id, now);
    if (changes.length > 0) await raiseVersion(tx, actor.id, now);
    return previewOf(read);
  },
});

export const exportFile = defineQuery({
  name: 'codes.export-file',
  input: z.object({}),
  output: file,
  policy,
  audited: true,
  body: async ({ tx }) => {
    const all = await allMappings(tx);
    const columns = ['kind', 'sender', 'foreign', 'ours', 'text', 'system'] as const;
    const lines = all.map((one) => columns.map((column) => (column === 'kind' ? kindWords[one.kind] : one[column])));
    return { name: '编码对照.csv', type: 'text/csv', base64: Buffer.from(writeTable(columns.map((column) => columnWords[column]), lines)).toString('base64') };
  },
});
