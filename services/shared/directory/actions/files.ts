/** A file of an administrator: sent in parts, read, looked at, applied by the same steps as every other source. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { newId } from '../../../core/ids.ts';
import { type ActionContext, defineAction, defineQuery } from '../../../core/module.ts';
import { columnNames, reasonWords, toldWords } from '../phrases.ts';
import { type FileKind, fileKinds, readFile, template } from '../read-file.ts';
import { type FilePreview, fileBegin, filePart, filePreview, fileRead, templateView } from '../schema.ts';
import { type Counts, forgetTold, keepTold, lockReading, missingCounts, nextTold, noCounts, saveReading } from '../store/readings.ts';
import { judgeRows, rowsPerBatch } from './apply.ts';
import { refuse } from './places.ts';
import { onlyOne, readOn } from './sync.ts';

const admin = byAdmin('system');
/** A hospital of 50,000 staff is some 5 MB. */
const mostMegabytes = 10;

export const beginFile = defineAction({
  name: 'directory.begin-file',
  input: fileBegin,
  output: z.object({ id: z.string() }),
  policy: admin,
  body: async (context, { kind, complete }) => {
    await onlyOne(context, 'file');
    const id = newId(context.now.getTime());
    await context.tx.directorySync.create({ data: { id, source: 'file', state: 'draft', complete, startedAt: context.now, startedBy: context.actor.id, cursor: { phase: 'apply', kind, after: null }, counts: { ...noCounts } } });
    return { id };
  },
});

export const takeFilePart = defineAction({
  name: 'directory.take-file-part',
  input: filePart,
  output: z.void(),
  policy: admin,
  subject: ({ id }) => id,
  body: async (context, { id, part, base64 }) => {
    await draftOf(context, id);
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    await context.tx.directoryFilePart.upsert({ where: { syncId_part: { syncId: id, part } }, create: { syncId: id, part, bytes }, update: { bytes } });
  },
});

/** Reads the file and shows what would change; nothing is changed yet. */
export const previewFile = defineAction({
  name: 'directory.preview-file',
  input: fileRead,
  output: filePreview,
  policy: admin,
  subject: ({ id }) => id,
  body: async (context, { id, parts }) => {
    const { tx } = context;
    const reading = await draftOf(context, id);
    const kind = z.enum(fileKinds).parse(reading.progress.phase === 'apply' ? reading.progress.kind : '');
    const rows = readFile(await bytesOf(tx, id, parts), kind);
    await forgetTold(tx, id);
    for (let at = 0; at < rows.length; at += 2000) await keepTold(tx, id, at, rows.slice(at, at + 2000));
    const counted: Counts = { ...noCounts, told: rows.length };
    await saveReading(tx, id, { phase: 'apply', kind, after: null }, counted);
    return preview(tx, { ...reading, counts: counted }, kind);
  },
});

async function bytesOf(tx: Tx, syncId: string, parts: number): Promise<Buffer> {
  const rows = await tx.directoryFilePart.findMany({ where: { syncId, part: { lt: parts } }, orderBy: { part: 'asc' } });
  if (rows.length !== parts) throw refuse('directory.file-parts', {}, 400);
  const bytes = Buffer.concat(rows.map((row) => row.bytes));
  if (bytes.length > mostMegabytes * 1_048_576) throw refuse('directory.file-large', { most: mostMegabytes }, 413);
  return bytes;
}

/** As many of each as a person looks at. */
const examplesEach = 8;

async function preview(tx: Tx, reading: Awaited<ReturnType<typeof draftOf>>, kind: FileKind): Promise<FilePreview> {
  const found = { rows: reading.counts.told, added: 0, changed: 0, same: 0, left: 0, matters: 0 };
  const examples: FilePreview['examples'] = [];
  const show = (what: FilePreview['examples'][number]['what'], key: string, name: string, detail: string) => {
    if (examples.filter((each) => each.what === what).length < examplesEach) examples.push({ what, key, name, detail });
  };
  for (let after = 0, more = true; more; ) {
    const rows = await nextTold(tx, reading.id, kind, after, rowsPerBatch);
    const { judged, matters } = await judgeRows(tx, reading, kind, rows);
    for (const { key, verdict, facts } of judged) {
      if (verdict.kind === 'matter') continue;
      const what = ({ same: 'same', add: 'added', change: 'changed', leave: 'left' } as const)[verdict.kind];
      found[what] += 1;
      if (what !== 'same') show(what, key, facts.name, verdict.kind === 'change' ? verdict.fields.map((field) => columnNames[field] ?? field).join('、') : '');
    }
    for (const { key, facts } of matters) show('matter', key.slice(key.indexOf(':') + 1), facts.name, reasonWords[facts.reason]);
    found.matters += matters.length;
    after = rows.at(-1)?.at ?? after;
    more = rows.length === rowsPerBatch;
  }
  const [gone] = reading.complete ? await missingCounts(tx, reading, [kind]) : [];
  return { id: reading.id, ...found, missing: gone?.missing ?? 0, examples };
}

/** The safety share is asked here too: a complete file that lacks half the people stops and asks. */
export const applyFile = defineAction({
  name: 'directory.apply-file',
  input: z.object({ id: z.uuid() }),
  output: z.void(),
  policy: admin,
  subject: ({ id }) => id,
  body: async (context, { id }) => {
    const reading = await draftOf(context, id);
    if (reading.counts.told === 0) throw refuse('directory.file-empty');
    await saveReading(context.tx, id, { phase: 'check' }, reading.counts, { state: 'running' });
    context.schedule(readOn, { id });
  },
});

export const dropFile = defineAction({
  name: 'directory.drop-file',
  input: z.object({ id: z.uuid() }),
  output: z.void(),
  policy: admin,
  subject: ({ id }) => id,
  body: async (context, { id }) => {
    const reading = await draftOf(context, id);
    await forgetTold(context.tx, id);
    await saveReading(context.tx, id, reading.progress, reading.counts, { state: 'cancelled', finishedAt: context.now });
  },
});

async function draftOf({ tx }: Pick<ActionContext, 'tx'>, id: string) {
  const reading = await lockReading(tx, id);
  if (reading?.state !== 'draft') throw refuse('directory.not-draft');
  return reading;
}

export const fileTemplate = defineQuery({
  name: 'directory.file-template',
  input: z.object({ kind: z.enum(fileKinds) }),
  output: templateView,
  policy: admin,
  audited: false,
  body: async (_context, { kind }) => ({ name: `${toldWords[kind]}模板.csv`, text: template(kind) }),
});
