/** Reports with their results, and the sheets that belong to them: one database for both modules. */
import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { type Emitted, type Message, aPatient, aboutOf, minuteOf, receiving, streams } from '../../../tests/kit/statements.ts';
import type { Tx } from '../../core/db.ts';
import { createSeal } from '../../core/seal.ts';
import type { Document, LaboratoryOrder, LaboratoryResult, StatementOf } from '../../links/statements/schema.ts';
import { applyDocument, documentsOfOrder, findDocument, findDocuments } from '../documents/index.ts';
import { mostBytes } from '../documents/model.ts';
import { contentsOf, openContent, rowsOfDocument } from '../documents/store.content.ts';
import { applyReports } from './index.ts';
import { chainsOf, imagesAt, isAbnormal, kindOf, slotWithin } from './rules.ts';
import { findReports, itemsOf, versionsOfItem, versionsOfReport } from './store.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = minuteOf(600);
const at = (minute: number): string => minuteOf(minute).toISOString();
const message = (minute: number, controlId = `C${minute}`): Message => ({ minute, controlId });
const seal = createSeal(Buffer.alloc(32, 1));
const keep = applyDocument(seal);
const all = { limit: 50, offset: 0 };

type Told = StatementOf<'report'> | Document;

function tell({ database }: TestDatabase, patientId: string, sent: Message, told: Told): Promise<Emitted[]> {
  return receiving(database, now, async (context) => void (told.kind === 'report' ? await applyReports(context, [{ about: aboutOf(patientId, sent), statement: told }]) : await keep(context, aboutOf(patientId, sent), told)));
}
const within = <T>({ database }: TestDatabase, body: (tx: Tx) => Promise<T>): Promise<T> => database.prisma.$transaction(body);

function result(number: number, more: Partial<LaboratoryResult> = {}): LaboratoryResult {
  return {
    code: { id: '2823-3', text: '血钾', system: 'LN', alternates: [] },
    value: { kind: 'number', number, text: String(number) },
    unit: { text: 'mmol/L' },
    referenceRange: { text: '3.5-5.3', low: 3.5, high: 5.3 },
    flags: number > 5.3 ? ['H'] : [],
    status: 'F',
    observedAt: at(1),
    notes: [],
    slot: 'LIS|P1|S1|2823-3|',
    ...more,
  };
}
const panel = (results: LaboratoryResult[], more: Partial<LaboratoryOrder> = {}): LaboratoryOrder => ({ placer: 'O1', filler: 'S1', code: { id: 'BMP', text: '电解质', alternates: [] }, service: 'CH', reportedAt: at(5), results, notes: [], ...more });
const report = (...orders: LaboratoryOrder[]): StatementOf<'report'> => ({ kind: 'report', orders });

test('which kind of report it is', (t) => {
  const none = { alternates: [] };
  for (const [service, text, results, kind] of [
    ['CH', '电解质', [], 'laboratory'],
    ['RAD', '胸部CT平扫', [], 'imaging'],
    ['XR', '胸部正位片', [], 'imaging'],
    ['PA', '胃窦组织', [], 'pathology'],
    ['US', undefined, [], 'ultrasound'],
    ['检验', '血常规', [], 'laboratory'],
    [undefined, '腹部彩超', [], 'ultrasound'],
    [undefined, '十二导联心电图', [], 'ecg'],
    [undefined, '电子胃镜', [], 'endoscopy'],
    [undefined, '胃窦活检病理', [], 'pathology'],
    [undefined, 'BMP', [result(4)], 'laboratory'],
    [undefined, 'letter', [result(4, { value: { kind: 'text', text: 'x' } })], undefined],
    ['XX', 'BMP', [result(4)], undefined],
  ] as const) t.is(kindOf({ service, code: { ...none, text }, results: [...results] }), kind, `${service ?? ''} ${text ?? ''}`);
  t.deepEqual(['H', 'LL', '↑', 'N', '', 'A'].map((flag) => isAbnormal([flag])), [true, true, true, false, false, true]);
});

const chain = (...said: (readonly [stamp: string, status: string])[]) => chainsOf(said.map(([stamp, status]) => ({ stamp, status })), () => 'one')[0];

test('which version holds: the last said, never one taken back', (t) => {
  t.is(chain(['2', 'C'], ['1', 'F'])?.holds?.stamp, '2');
  t.deepEqual(chain(['1', 'P'], ['3', 'C'], ['2', 'F'])?.earlier.map(({ stamp }) => stamp), ['2', '1']);
  for (const status of ['D', 'W']) {
    t.is(chain(['2', status], ['1', 'F'])?.holds, undefined);
    t.is(chain(['2', status], ['1', 'F'])?.latest.stamp, '2');
    t.is(chain(['3', 'F'], ['2', status], ['1', 'F'])?.holds?.stamp, '3', 'said again afterwards');
  }
  t.is(slotWithin('LIS|P1|S1|2823-3|', 'S1'), '2823-3|');
  t.is(slotWithin('other', 'S1'), 'other');
});

test('a preliminary, a final, a correction and a withdrawal arrive in any order: one sheet, one chain, news once', async (t) => {
  const { database } = t.context;
  const versions = [[10, 'P', 6.1], [20, 'F', 6.3], [30, 'C', 4.3]] as const;
  for (const [name, order] of [['RES-1', [0, 1, 2]], ['RES-2', [2, 0, 1]], ['RES-3', [1, 2, 0]]] as const) {
    const patient = await aPatient(database, name);
    const facts: Emitted[] = [];
    for (const place of order) {
      const [minute, status, value] = versions[place];
      const told = report(panel([result(value, { status, ...(status === 'C' && { correctionOf: 'LIS|P1|S1|2823-3|' }) })], { resultStatus: status }));
      facts.push(...(await tell(t.context, patient, message(minute), told)), ...(await tell(t.context, patient, message(minute), told)));
    }
    t.is(facts.length, order.filter((place, index) => order.slice(0, index).every((earlier) => earlier < place)).length, `${name}: only what was newer than all before`);
    t.like(facts.at(-1)?.data, { kind: 'laboratory', results: 1, ...(name === 'RES-1' && { corrected: true, abnormal: 0 }) });
    await within(t.context, async (tx) => {
      const [sheet, ...more] = await findReports(tx, [patient], { kind: 'laboratory' }, all);
      t.is(more.length, 0);
      t.like(sheet, { status: 'C', name: '电解质', placer: 'O1' });
      const [chain] = chainsOf(await versionsOfReport(tx, [patient], sheet!), ({ slot }) => slot);
      t.like(chain?.holds, { number: 4.3, text: '4.3', unit: 'mmol/L', rangeLow: 3.5, item: '2823-3', name: '血钾' });
      t.deepEqual(chain?.earlier.map(({ number }) => number), [6.3, 6.1]);
      t.deepEqual(await findReports(tx, [patient], { kind: 'imaging' }, all), []);
    });
    await tell(t.context, patient, message(40), report(panel([result(4.3, { status: 'W' })])));
    await within(t.context, async (tx) => t.deepEqual(chainsOf(await versionsOfItem(tx, [patient], '2823-3'), ({ slot }) => slot).map(({ holds }) => holds), [undefined]));
  }
});

test('panels of one number are sheets of their own; a correction under another name still replaces; a merge changes nothing', async (t) => {
  const { database } = t.context;
  const [one, other] = [await aPatient(database, 'RES-A'), await aPatient(database, 'RES-B')];
  const sodium = result(140, { code: { id: '2951-2', text: '血钠', system: 'LN', alternates: [] }, slot: 'LIS|P1|S1|2951-2|' });
  const long = '右肺上叶见一结节影。'.repeat(3000);
  await tell(t.context, one, message(10), report(panel([result(6)]), panel([sodium], { code: { id: 'NA', text: '血钠', alternates: [] } })));
  await tell(t.context, one, message(11), report({ filler: 'X1', code: { id: 'CT1', text: '胸部CT平扫', alternates: [] }, service: 'CT', results: [result(0, { code: { text: '所见', alternates: [] }, value: { kind: 'text', text: long }, slot: 'S|P|X1|所见|' })], notes: ['请结合临床'], reportedAt: at(11) }));
  await tell(t.context, other, message(20), report(panel([result(4.1, { slot: 'LIS|P2|S1|2823-3|', status: 'C' })], { code: { id: 'BMP2', text: '电解质复查', alternates: [] } })));
  await within(t.context, async (tx) => {
    const sheets = await findReports(tx, [one], {}, all);
    t.deepEqual(sheets.map(({ name }) => name), ['胸部CT平扫', '电解质', '血钠']);
    t.is((await versionsOfReport(tx, [one], sheets[0]!))[0]?.text, long);
    const values = async (patients: string[]) => chainsOf(await versionsOfItem(tx, patients, '2823-3'), ({ source, reportNumber, slot }) => `${source}${reportNumber}${slot}`).map(({ holds }) => holds?.number);
    t.deepEqual([await values([one]), await values([one, other])], [[6], [4.1]], 'of one person, the correction holds wherever it was told');
    t.deepEqual((await itemsOf(tx, [one])).map(({ item, times }) => [item, times]).toSorted(), [['2823-3', 1], ['2951-2', 1]]);
  });
});

const word = fc.constantFrom('a', 'b');
const aResult = fc.record({ item: word, number: fc.integer({ min: 1, max: 9 }), status: fc.constantFrom('F', 'C', 'D', 'P') }).map(({ item, number, status }) => result(number, { code: { id: item, alternates: [] }, slot: `LIS|P|S1|${item}|`, status }));
const aReport = fc.record({ results: fc.uniqueArray(aResult, { maxLength: 2, selector: ({ slot }) => slot }), status: word, code: word }).map(({ results, status, code }) => report(panel(results, { resultStatus: status, code: { id: code, alternates: [] } })));
const aDocument = fc.record({ number: word, version: fc.constantFrom('1', '2', '10'), title: word, state: fc.constantFrom('draft' as const, 'written' as const, 'signed' as const, 'withdrawn' as const), text: word }, { requiredKeys: ['number'] }).map(({ text, ...more }): Document => ({ kind: 'document', shelf: 'record', type: { id: 'X' }, ...more, ...(text !== undefined && { content: { mediaType: 'text/plain', text } }) }));

test('property: reports and documents in any order, with repeats, end in the same rows, the same holding versions', async (t) => {
  const { database } = t.context;
  let run = 0;
  const rowsAfter = async (stream: readonly (Message & { readonly statement: Told })[]) => {
    const patient = await aPatient(database, `RPROP-${run++}`);
    for (const { statement, ...sent } of stream) await tell(t.context, patient, sent, statement);
    const where = { where: { patientId: patient } };
    const { prisma } = database;
    const reports = await prisma.report.findMany({ ...where, orderBy: { item: 'asc' } });
    const documents = await prisma.document.findMany({ ...where, orderBy: { number: 'asc' } });
    const results = (await prisma.result.findMany(where)).map(({ reportId, ...row }) => ({ ...row, of: reports.find(({ id }) => id === reportId)?.item }));
    const contents = await within(t.context, (tx) => Promise.all(documents.map(({ id }) => contentsOf(tx, [id]))));
    return {
      reports: reports.map(({ id: _id, patientId: _of, ...row }) => row),
      results: results.map(({ patientId: _of, ...row }) => row).toSorted((a, b) => (JSON.stringify([a.of, a.slot, a.stamp]) < JSON.stringify([b.of, b.slot, b.stamp]) ? -1 : 1)),
      documents: documents.map(({ id: _id, patientId: _of, ...row }) => row),
      contents: contents.map((each) => each.map(({ id: _id, ...row }) => row)),
    };
  };
  await fc.assert(fc.asyncProperty(streams<Told>(fc.oneof(aReport, aDocument), 6), async ({ sent, arrived }) => {
    t.deepEqual(await rowsAfter(arrived), await rowsAfter(sent));
  }), { numRuns: 12 });
});

test('property: many messages’ reports applied together end as one after the other, and tell the same', async (t) => {
  const { database } = t.context;
  let run = 0;
  const told = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 6 }), aReport), { minLength: 2, maxLength: 8 });
  const after = async (stream: readonly (readonly [number, number, StatementOf<'report'>])[], together: boolean) => {
    const patients = await Promise.all([0, 1, 2].map((who) => aPatient(database, `RTOG-${run++}-${who}`)));
    const all = stream.map(([who, minute, statement], place) => ({ about: aboutOf(patients[who], message(minute, `M${place}`)), statement }));
    const parts = together ? [all, all.slice(0, 1)] : [...all, ...all.slice(0, 1)].map((one) => [one]);
    const facts: Emitted[] = [];
    for (const part of parts) facts.push(...(await receiving(database, now, (context) => applyReports(context, part))));
    const reports = await database.prisma.report.findMany({ where: { patientId: { in: patients } } });
    const results = await database.prisma.result.findMany({ where: { patientId: { in: patients } } });
    const nameOf = new Map([...patients.map((id, who) => [id, `patient ${who}`] as const), ...reports.map(({ id, item, patientId }) => [id, `report ${patients.indexOf(patientId)} ${item}`] as const)]);
    const named = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row).replaceAll(/[0-9a-f-]{36}/g, (id) => nameOf.get(id) ?? id)).toSorted();
    return { facts: named(facts), reports: named(reports), results: named(results) };
  };
  await fc.assert(fc.asyncProperty(told, async (stream) => {
    t.deepEqual(await after(stream, true), await after(stream, false));
  }), { numRuns: 15 });
});

test('a document: index and sealed content, versions, what replaces it, the sheet of its report, the standard’s order', async (t) => {
  const { database } = t.context;
  const patient = await aPatient(database, 'DOC-1');
  const facts: string[] = [];
  const say = async (minute: number, told: Partial<Document>) => void facts.push(...(await tell(t.context, patient, message(minute), { kind: 'document', number: 'D1', shelf: 'record', type: { text: '入院记录' }, ...told })).map(({ name }) => name));
  const text = '患者因反复胸闷三年入院。'.repeat(100);
  await say(20, { state: 'signed', signedAt: at(20), signer: { number: '1003' }, content: { mediaType: 'text/plain', text: `${text}（上级修改）` } });
  await say(10, { state: 'written', writtenAt: at(10), author: { number: '1001', name: '李静' }, content: { mediaType: 'text/plain', text } });
  await say(20, { state: 'signed', signedAt: at(20), signer: { number: '1003' }, content: { mediaType: 'text/plain', text: `${text}（上级修改）` } });
  await say(30, { number: 'D2', type: { text: '住院病案首页' }, state: 'written', writtenAt: at(30), content: { mediaType: 'application/pdf', url: 'http://emr/1' } });
  await say(40, { number: 'D3', type: { text: '院外资料' }, state: 'written', writtenAt: at(5), content: { mediaType: 'application/pdf', base64: Buffer.alloc(mostBytes + 1, 7).toString('base64') } });
  await say(50, { number: 'D4', shelf: 'report', type: { text: '检验报告' }, order: 'O1', state: 'written', writtenAt: at(50) });
  await say(60, { number: 'D5', shelf: 'report', type: { text: '检验报告' }, order: 'O1', parent: 'D4', relation: 'replaces', state: 'corrected', writtenAt: at(60) });
  t.deepEqual(facts, ['documents.written', 'documents.signed', 'documents.written', 'documents.written', 'documents.written', 'documents.written']);
  const stored = JSON.stringify([await database.prisma.document.findMany(), (await database.prisma.documentContent.findMany()).map(({ sealedContent, ...row }) => ({ ...row, plain: Buffer.from(sealedContent ?? []).toString('latin1') }))]);
  t.false(stored.includes('胸闷') || stored.includes(Buffer.from('胸闷').toString('latin1')));
  await within(t.context, async (tx) => {
    const list = async (filters: Parameters<typeof findDocuments>[2]) => (await findDocuments(tx, [patient], filters, all)).map(({ number }) => number);
    t.deepEqual(await list({ shelf: 'record' }), ['D2', 'D1', 'D3'], 'as the standard counts, unknown kinds last');
    t.deepEqual(await list({ shelf: 'report' }), ['D5']);
    t.deepEqual(await list({ shelf: 'report', all: true }), ['D5', 'D4']);
    t.deepEqual((await documentsOfOrder(tx, [patient], ['O1'])).map(({ number }) => number), ['D5']);
    const rows = await findDocuments(tx, [patient], { shelf: 'record' }, all);
    const row = rows.find(({ number }) => number === 'D1')!;
    t.like(row, { state: 'signed', author: { name: '李静' }, kind: 'C0034' });
    t.is((await findDocument(tx, [patient], row.id))?.number, 'D1');
    const contents = await contentsOf(tx, await rowsOfDocument(tx, [patient], row));
    t.is(contents.length, 2);
    t.is((await openContent(tx, seal, contents[0]!.id))?.toString(), `${text}（上级修改）`);
    t.is((await openContent(tx, seal, contents[1]!.id))?.toString(), text);
    const where = await Promise.all(rows.map(async ({ id }) => (await contentsOf(tx, [id]))[0]?.where));
    t.deepEqual(where, ['elsewhere', 'kept', 'too-large']);
  });
  await say(70, { number: 'D1', state: 'withdrawn' });
  await within(t.context, async (tx) => t.deepEqual((await findDocuments(tx, [patient], { shelf: 'record' }, all)).map(({ number }) => number), ['D2', 'D3']));
});

test('the hospital’s image viewer is asked by the examination’s number alone, and only for what has images', (t) => {
  const template = 'https://pacs.example/view?accession={accession}';
  const report = { kind: 'imaging', filler: 'CT 2026/7', placer: 'SQ1' } as const;
  t.is(imagesAt(template, report), 'https://pacs.example/view?accession=CT%202026%2F7');
  t.is(imagesAt(template, { ...report, filler: null }), 'https://pacs.example/view?accession=SQ1');
  t.is(imagesAt(undefined, report), undefined);
  t.is(imagesAt(template, { ...report, kind: 'laboratory' }), undefined);
  t.is(imagesAt(template, { ...report, filler: null, placer: null }), undefined);
});
