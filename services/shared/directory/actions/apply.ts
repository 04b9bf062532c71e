/** One batch of what was told: judged, written, its matters raised, its facts told, and the place to go on at kept. */
import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { type ToldKind, toldKinds, unreadable } from '../../../links/his/schema.ts';
import { changed } from '../events.ts';
import type { Progress } from '../model.ts';
import { type NewMatter, matterKey, mend, raise } from '../store/matters.ts';
import { type Counts, type Reading, type ToldRow, lockReading, nextTold, saveReading } from '../store/readings.ts';
import { type Judged, type Kinds, isWritten, kindOf, wordOf } from './apply/common.ts';
import { accounts, bindings, staff } from './apply/people.ts';
import { beds, departments, groups, wards } from './apply/places.ts';
import { leaveAll } from './leaving.ts';

export const kinds: Kinds = { department: kindOf(departments), ward: kindOf(wards), bed: kindOf(beds), staff: kindOf(staff), group: kindOf(groups), account: kindOf(accounts), binding: kindOf(bindings) };

/** Small enough that a person's press never waits long behind it on the embedded database. */
export const rowsPerBatch = 500;

export const applyBatch = defineAction({
  name: 'directory.apply-batch',
  input: z.object({ id: z.uuid() }),
  output: z.object({ more: z.boolean() }),
  policy: bySystem,
  body: async (context, { id }) => {
    const reading = await lockReading(context.tx, id);
    if (reading?.state !== 'running' || reading.progress.phase !== 'apply') return { more: false };
    const kind = reading.progress.kind as ToldKind;
    const rows = await nextTold(context.tx, id, kind, Number(reading.progress.after ?? 0), rowsPerBatch);
    const counted = rows.length === 0 ? reading.counts : await applyRows(context, reading, kind, rows);
    const at = rows.length < rowsPerBatch ? nextKind(kind) : { phase: 'apply' as const, kind, after: String(rows.at(-1)?.at) };
    await saveReading(context.tx, id, at, counted);
    return { more: at.phase === 'apply' };
  },
});

function nextKind(kind: ToldKind): Progress {
  const next = toldKinds[toldKinds.indexOf(kind) + 1];
  return next === undefined ? { phase: 'finish' } : { phase: 'apply', kind: next, after: null };
}

async function applyRows(context: ActionContext, reading: Reading, kind: ToldKind, rows: readonly ToldRow[]): Promise<Counts> {
  const { tx, now } = context;
  const { judged, matters } = await judgeRows(tx, reading, kind, rows);
  const written = judged.filter(isWritten);
  await kinds[kind].write(tx, written.map(({ row }) => row), now);
  const gone = await leaveAll(context, judged.filter(({ verdict }) => verdict.kind === 'leave').map(({ key }) => key), wordOf(reading));
  for (const each of written) tellChange(context, reading, kind, each);
  const raised = await raise(tx, reading.source, matters, now);
  await mend(tx, reading.source, rows.map(({ key }) => matterKey(kind, key)), matters, now);
  const of = (word: string) => judged.filter(({ verdict }) => verdict.kind === word).length;
  const { counts } = reading;
  return {
    ...counts,
    done: counts.done + rows.length,
    added: counts.added + of('add'),
    changed: counts.changed + of('change'),
    same: counts.same + of('same') + rows.filter(({ repeat }) => repeat).length,
    left: counts.left + gone.length,
    matters: counts.matters + raised,
  };
}

/** Also for the preview of a file: what would happen, without doing it. */
export async function judgeRows(tx: ActionContext['tx'], reading: Reading, kind: ToldKind, rows: readonly ToldRow[]): Promise<{ judged: Judged[]; matters: NewMatter[] }> {
  const first = rows.filter(({ repeat }) => !repeat);
  const clear = first.filter(({ row, twice }) => !twice && !unreadable.safeParse(row).success);
  const judged = clear.length === 0 ? [] : await kinds[kind].judge(tx, reading, clear);
  const matters = [...first.filter((row) => !clear.includes(row)).map((row) => unclear(kind, row)), ...judged.flatMap((each) => matterOf(kind, each))];
  return { judged, matters };
}

function unclear(kind: ToldKind, { key, row, twice }: ToldRow): NewMatter {
  const unread = unreadable.safeParse(row);
  if (unread.success) return { kind: 'unreadable', key: matterKey(kind, key), facts: { reason: 'fields', on: kind, name: key, fields: unread.data.unreadable, text: unread.data.text } };
  const name = typeof row['name'] === 'string' ? row['name'] : key;
  return { kind: 'duplicated', key: matterKey(kind, key), facts: { reason: twice ? 'told-twice' : 'fields', on: kind, name, told: { ...row } } };
}

function matterOf(kind: ToldKind, { key, verdict, facts }: Judged): NewMatter[] {
  if (verdict.kind !== 'matter') return [];
  return [{ kind: verdict.matter, key: matterKey(kind, key), facts: { reason: verdict.reason, on: kind, ...facts } }];
}

function tellChange({ emit }: ActionContext, reading: Reading, kind: ToldKind, { verdict, subject }: Judged): void {
  const fields = verdict.kind === 'change' ? [...verdict.fields] : [];
  emit(changed, `${kind}:${subject}`, { how: verdict.kind === 'add' ? 'added' : 'changed', fields, source: reading.source });
}
