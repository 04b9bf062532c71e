/** A month by file: what is wrong with which line is shown first, and either all of it is taken or none. */
import type { z } from 'zod';
import { byAnyStaff } from '../../../core/access.ts';
import { readTable, writeTable } from '../../../core/csv.ts';
import { type ActionContext, type QueryContext, defineAction, defineQuery } from '../../../core/module.ts';
import { fill } from '../../../core/phrases.ts';
import { departmentRows, findNamesakes, findPeople } from '../../../shared/directory/index.ts';
import { absencesOf, addDuty, changeDuty, dutiesOf, lockRoster, patternsOf, removeDuty } from '../../../shared/on-call/index.ts';
import { type Duty, type Span, dayAfter, dayOf, momentOf, overlap } from '../../../shared/on-call/schema.ts';
import { phrases } from '../phrases.ts';
import { type Known, fileHeader, lineOf, linesOf, missingColumns, readRows } from '../rules.file.ts';
import { type Around, type Draft, checkFile, fromNow, problemOf, refuse, replacedBy, warningsOf } from '../rules.ts';
import { exportQuery, file, filePreview, upload } from '../schema.ts';
import { type Rosters, byAnyKeeper, keeperOf, readsAll, sightOf } from '../store.keepers.ts';
import { reachableOf } from '../store.ts';
import { by, changed } from './common.ts';
import { rosterDepartments } from '../store.missing.ts';

const mostShown = 20;
type Preview = z.output<typeof filePreview>;

interface Taken {
  readonly line: number;
  readonly draft: Draft;
  /** Has to go, or to end, for this one. */
  readonly inTheWay: readonly Duty[];
}

interface Compared {
  readonly rows: number;
  readonly same: number;
  readonly taken: readonly Taken[];
  readonly bad: Preview['bad'];
  readonly warnings: Preview['warnings'];
  readonly known: Known;
}

async function compare({ tx, now, actor }: Pick<QueryContext, 'tx' | 'now' | 'actor'>, base64: string, replace: boolean): Promise<Compared> {
  const table = readTable(Buffer.from(base64, 'base64'));
  checkFile(table);
  if ('trouble' in table) throw refuse('duty-roster.file-empty', {}, 400);
  const missing = missingColumns(table.header);
  if (missing.length > 0) throw refuse('duty-roster.file-header', { missing: missing.join('、') }, 400);
  const lines = linesOf(table.header, table.lines);
  const departments = await departmentRows(tx);
  const people = [...(await findPeople(tx, lines.map(({ number }) => number))).values(), ...(await findNamesakes(tx, lines.flatMap(({ number, name }) => (number === '' ? [name] : []))))];
  const known: Known = { departments, people, patterns: await patternsOf(tx, departments.map(({ code }) => code)) };
  const rows = readRows(lines, known);
  const drafts = rows.flatMap((row) => ('draft' in row ? [row] : []));
  const whole = spanOf(drafts.map(({ draft }) => draft));
  const standing = whole === undefined ? [] : await dutiesOf(tx, whole, { departments: [...new Set(drafts.map(({ draft }) => draft.departmentCode))] });
  const elsewhere = whole === undefined ? [] : await dutiesOf(tx, whole, { duties: ['duty-doctor'] });
  const numbers = [...drafts.map(({ draft }) => draft.staffNumber), ...standing.map(({ staffNumber }) => staffNumber)];
  const named = await findPeople(tx, numbers);
  const absences = await absencesOf(tx, numbers, whole?.from ?? now);
  const reachable = await reachableOf(tx, numbers);
  const keeps = await keeperOf(tx, actor, now);
  const bad: Preview['bad'] = rows.flatMap((row) => ('why' in row ? [row] : []));
  const warnings: Preview['warnings'] = [];
  const taken: Taken[] = [];
  let same = 0;
  for (const { line, draft: asked } of drafts) {
    const others = standing.filter((duty) => duty.departmentCode === asked.departmentCode && duty.duty === asked.duty && overlap(duty, asked));
    if (others.some((other) => other.staffNumber === asked.staffNumber && sameSpan(other, asked))) {
      same++;
      continue;
    }
    const draft = fromNow(asked, now);
    const inTheWay = replace && draft.duty === 'duty-doctor' ? others.filter(({ from }) => from > now) : [];
    const around: Around = {
      person: named.get(draft.staffNumber), reachable: reachable.has(draft.staffNumber), others: others.filter((other) => !inTheWay.includes(other)), absences,
      elsewhere: elsewhere.filter((duty) => duty.staffNumber === draft.staffNumber && duty.departmentCode !== draft.departmentCode && overlap(duty, draft)),
      nameOf: (number) => named.get(number)?.name ?? number, departmentOf: (code) => departments.find((each) => each.code === code)?.name ?? code,
    };
    const problem = keeps({ department: draft.departmentCode, duty: draft.duty }) ? problemOf(draft, around, now) : { code: 'duty-roster.not-yours' as const, facts: {} };
    if (problem === undefined) taken.push({ line, draft, inTheWay: [...inTheWay, ...standingBefore(draft, others)] });
    else bad.push({ line, why: fill(phrases[problem.code], problem.facts) });
    if (problem === undefined) warnings.push(...warningsOf(draft, around, now).map((why) => ({ line, why })));
  }
  return { rows: rows.length, same, taken, bad: bad.toSorted((a, b) => a.line - b.line), warnings, known };
}

function standingBefore(draft: Draft, others: readonly Duty[]): Duty[] {
  const before = draft.until === null ? replacedBy(draft, others) : undefined;
  return before === undefined ? [] : [before];
}

const sameSpan = (one: Span, other: Span): boolean => one.from.getTime() === other.from.getTime() && one.until?.getTime() === other.until?.getTime();

function spanOf(spans: readonly Span[]): Span | undefined {
  if (spans.length === 0) return undefined;
  const from = new Date(Math.min(...spans.map((span) => span.from.getTime())));
  return { from, until: spans.some(({ until }) => until === null) ? null : new Date(Math.max(...spans.map(({ until }) => until?.getTime() ?? 0))) };
}

function viewOf({ rows, same, taken, bad, warnings, known }: Compared, imported: boolean): Preview {
  return {
    rows, same, added: taken.length, replaced: new Set(taken.flatMap(({ inTheWay }) => inTheWay.map(({ id }) => id))).size, bad, warnings: warnings.slice(0, mostShown), imported,
    examples: taken.slice(0, mostShown).map(({ line, draft }) => ({
      line, department: known.departments.find(({ code }) => code === draft.departmentCode)?.name ?? draft.departmentCode, duty: draft.duty,
      name: known.people.find(({ number }) => number === draft.staffNumber)?.name ?? draft.staffNumber, from: draft.from, until: draft.until,
    })),
  };
}

export const previewFile = defineQuery({
  name: 'duty-roster.preview-file',
  input: upload,
  output: filePreview,
  policy: byAnyKeeper,
  audited: false,
  body: async (context, { file: { base64 }, replace }) => viewOf(await compare(context, base64, replace), false),
});

export const importFile = defineAction({
  name: 'duty-roster.import-file',
  input: upload,
  output: filePreview,
  policy: byAnyKeeper,
  subject: ({ file: { name } }) => name,
  body: async (context, { file: { base64 }, replace }) => {
    const { tx } = context;
    for (const code of (await compare(context, base64, replace)).taken.map(({ draft }) => draft.departmentCode).toSorted()) await lockRoster(tx, code);
    const compared = await compare(context, base64, replace);
    if (compared.bad.length > 0) throw refuse('duty-roster.file-problems', { count: compared.bad.length });
    await take(context, compared.taken);
    return viewOf(compared, true);
  },
});

async function take(context: ActionContext, taken: readonly Taken[]): Promise<void> {
  const { tx } = context;
  const gone = new Set<string>();
  for (const { draft, inTheWay } of taken) {
    for (const duty of inTheWay.filter(({ id }) => !gone.has(id))) {
      gone.add(duty.id);
      if (duty.duty !== 'duty-doctor' && duty.from < draft.from) await changeDuty(tx, by(context), duty.id, { until: draft.from });
      else await removeDuty(tx, duty.id);
    }
    await addDuty(tx, by(context), { ...draft, standsInFor: null });
  }
  for (const [department, own] of Map.groupBy(taken, ({ draft }) => draft.departmentCode)) {
    const span = spanOf(own.map(({ draft }) => draft));
    await changed(context, department, { how: 'imported', count: own.length, ...span });
  }
}

export function exportFile(rosters: Rosters) {
  return defineQuery({
    name: 'duty-roster.export-file',
    input: exportQuery,
    output: file,
    policy: byAnyStaff,
    audited: true,
    subject: ({ department }) => department,
    body: async ({ tx, now, actor }, { department, month = dayOf(now).slice(0, 7), template }) => {
      const departments = await departmentRows(tx);
      if (template === 'yes') return csv('值班表模板.csv', examples(month));
      const own = actor.kind === 'staff' ? actor.departmentCode : '';
      const wanted = department ?? (readsAll(actor, rosters) ? undefined : own);
      if (wanted !== undefined) await sightOf(tx, actor, rosters, wanted, now);
      const codes = wanted === undefined ? (await rosterDepartments(tx, rosters)).map(({ code }) => code) : [wanted];
      const first = `${month}-01`;
      const within = { from: momentOf(first, '00:00'), until: momentOf(`${dayAfter(first, 31).slice(0, 7)}-01`, '00:00') };
      const duties = await dutiesOf(tx, within, { departments: codes });
      const people = [...(await findPeople(tx, duties.map(({ staffNumber }) => staffNumber))).values()];
      const known: Known = { departments, people, patterns: await patternsOf(tx, codes) };
      const name = wanted === undefined ? '全院' : (departments.find(({ code }) => code === wanted)?.name ?? wanted);
      return csv(`${name}值班表${month}.csv`, duties.map((duty) => lineOf(duty, known)));
    },
  });
}

const csv = (name: string, lines: readonly (readonly string[])[]) => ({ name, type: 'text/csv', base64: Buffer.from(writeTable(fileHeader, lines)).toString('base64') });

/** Two ways to write a duty, and a post without end. Not of this hospital: whoever uploads it as it is reads what is wrong. */
const examples = (month: string): string[][] => [
  ['示例内科', '值班医生', `${month}-01`, '夜班', '1234', '张三', '', ''],
  ['示例内科', '值班医生', '', '', '1235', '李四', `${month}-02 08:00`, `${month}-02 17:30`],
  ['示例内科', '科主任', '', '', '1236', '王五', `${month}-01`, ''],
];
