/** What waits, is mended and tried again: one database, the door of HL7 and the desk's acts. */
import anyTest, { type TestFn } from 'ava';
import { testTrail } from '../../../tests/kit/audit.ts';
import { testDatabase } from '../../../tests/kit/database.ts';
import type { StaffActor } from '../../core/access.ts';
import type { Database } from '../../core/db.ts';
import { silentLog } from '../../core/log.ts';
import { createMetrics } from '../../core/metrics.ts';
import { type Corridor } from '../../core/run.ts';
import { createSeal } from '../../core/seal.ts';
import { createService } from '../../core/service.ts';
import { readAnswers } from '../../links/hl7/syntax/answer.ts';
import { answerTo, readMessage } from '../../links/hl7/read.ts';
import { admission, result } from '../../links/hl7/samples.ts';
import { importFile, previewFile, remove, save } from '../codes/actions.ts';
import { codes } from '../codes/index.ts';
import { list } from '../codes/queries.ts';
import { tryAgain } from './actions.ts';
import { ignore, tryCause, unignore } from './actions.desk.ts';
import { intake, messageDoor } from './index.ts';
import { desk, rawMessage, strangeCodes } from './queries.ts';

const at = new Date('2026-11-21T02:14:00Z');
const session = { id: 's', terminal: 'desk', address: undefined, steppedUpAt: at } as const;
const administrator: StaffActor = { kind: 'staff', id: '9101', name: '沈涛', role: 'administrator', adminRole: 'system', departmentCode: 'INFO', wardCode: undefined, door: 'http', origin: 'desk:test', session };
const nurse: StaffActor = { ...administrator, id: '2001', role: 'nurse', adminRole: undefined };
const seal = createSeal(Buffer.alloc(32, 1));
const read = ({ body }: { readonly body: Buffer }) => {
  const outcome = readMessage(body);
  return outcome.kind === 'said' ? outcome.said : { reason: outcome.refused.name };
};
const again = tryAgain(seal, { mllp: read });
const all = { offset: 0, limit: 50, text: '' } as const;

interface Desk {
  readonly database: Database;
  readonly corridor: Corridor;
  code(raw: Buffer): Promise<string | undefined>;
  stop(): Promise<void>;
}
const test = anyTest as TestFn<Desk>;

test.before(async (t) => {
  const { database, dispose } = await testDatabase();
  const metrics = createMetrics();
  const service = await createService({ modules: [codes, intake(seal, { mllp: read })], database, audit: testTrail, now: () => at, log: silentLog, metrics });
  const door = messageDoor({ prisma: database.prisma, corridor: service.corridor, seal, read: (raw: Buffer) => readMessage(raw), answer: answerTo, log: silentLog, metrics });
  const { prisma } = database;
  await prisma.department.create({ data: { code: 'CARD', name: '心内科', kind: 'inpatient' } });
  await prisma.ward.create({ data: { code: 'CARD1', name: '心内一病区', departmentCode: 'CARD' } });
  t.context = {
    database,
    corridor: service.corridor,
    code: async (raw) => readAnswers(await door.take(raw))[0]?.code,
    stop: async () => {
      await service.stop();
      await dispose();
    },
  };
});
test.after.always((t) => t.context.stop());

const inWard = (id: string, ward: string) => admission({ at, event: 'A01', controlId: `ADT-${id}`, patient: { id, name: '测试' }, visit: { number: `V-${id}`, ward, bed: '12' } });
const potassium = (controlId: string) => result({ at, controlId, patient: { id: 'U1', name: '测试' }, filler: controlId, items: [{ code: { id: 'KK', text: '钾' }, value: '4.1', range: '3.5-5.3' }] });
const wardOf = async ({ database: { prisma } }: Desk, id: string) => (await prisma.visit.findFirst({ where: { number: `V-${id}` } }))?.wardCode;

test.serial('an unknown ward waits as one row for all its messages; mapped and tried again, each patient lies in the right ward', async (t) => {
  const { corridor, code, database: { prisma } } = t.context;
  for (const id of ['W1', 'W2', 'W3']) t.is(await code(inWard(id, 'X9')), 'AA');
  t.is(await wardOf(t.context, 'W1'), 'X9', 'nothing is dropped: where she is said to lie stays readable');
  const open = await corridor.ask(administrator, strangeCodes, { ...all, state: 'open', kind: 'ward' });
  const [row] = open.codes;
  t.is(open.total, 1);
  t.like(row, { code: 'X9', messages: 3, place: 'PV1-3', ours: null, state: 'open' });

  await t.throwsAsync(corridor.run(administrator, save, { kind: 'ward', sender: '', foreign: 'X9', ours: 'NOWHERE', text: '', system: '' }), { message: 'codes.unknown-target' });
  await corridor.run(administrator, save, { kind: 'ward', sender: row?.sender ?? '', foreign: 'X9', ours: 'CARD1', text: '', system: '' });
  t.is((await corridor.ask(administrator, strangeCodes, { ...all, state: 'open', kind: 'ward' })).codes[0]?.ours, 'CARD1');

  const tried = await corridor.follow(administrator, tryCause(again), { code: row?.id, after: '' });
  t.deepEqual(tried, { tried: 3, solved: 3, failed: 0, next: null });
  for (const id of ['W1', 'W2', 'W3']) t.is(await wardOf(t.context, id), 'CARD1');
  t.is((await corridor.ask(administrator, strangeCodes, { ...all, state: 'open', kind: 'ward' })).total, 0);
  t.is((await corridor.ask(administrator, strangeCodes, { ...all, state: 'done', kind: 'ward' })).codes[0]?.state, 'solved');
  t.is((await prisma.visit.findFirst({ where: { number: 'V-W1' } }))?.bed, '12');

  t.is(await code(inWard('W4', 'X9')), 'AA');
  t.is(await wardOf(t.context, 'W4'), 'CARD1', 'what comes later is mapped as it comes in');
});

test.serial('read again after a newer message came, the newer one stands', async (t) => {
  const { corridor, code } = t.context;
  await code(inWard('N1', 'Y9'));
  await code(admission({ at: new Date(at.getTime() + 60_000), event: 'A02', controlId: 'ADT-N1b', patient: { id: 'N1', name: '测试' }, visit: { number: 'V-N1', ward: 'CARD1', bed: '3' } }));
  await t.context.database.prisma.ward.create({ data: { code: 'CARD2', name: '心内二病区', departmentCode: 'CARD' } });
  await corridor.run(administrator, save, { kind: 'ward', sender: '', foreign: 'Y9', ours: 'CARD2', text: '', system: '' });
  const [row] = (await corridor.ask(administrator, strangeCodes, { ...all, state: 'open', kind: 'ward' })).codes;
  await corridor.follow(administrator, tryCause(again), { code: row?.id, after: '' });
  t.is(await wardOf(t.context, 'N1'), 'CARD1');
});

test.serial('a value without a unit is said once; told that the item has one, its messages are through', async (t) => {
  const { corridor, code } = t.context;
  for (const id of ['U-1', 'U-2']) t.is(await code(potassium(id)), 'AA');
  const [row, ...others] = (await corridor.ask(administrator, strangeCodes, { ...all, state: 'open', kind: 'item-unit' })).codes;
  t.deepEqual(others, []);
  t.like(row, { code: 'KK', text: '钾', messages: 2 });
  await corridor.run(administrator, save, { kind: 'item-unit', sender: '', foreign: 'KK', ours: 'mmol/L', text: '', system: '' });
  t.is((await corridor.follow(administrator, tryCause(again), { code: row?.id, after: '' })).solved, 2);
});

test.serial('a refused message is seen with its reason, its raw text covers the patient, and it is ignored and taken back, never deleted', async (t) => {
  const { corridor, code, database: { prisma } } = t.context;
  t.not(await code(Buffer.from('MSH|^~\\&|LIS|LAB|W|H|20261121101400||ORU^R01|BROKEN|P|2.5.1\rPID|1||P9^^^HIS^MR||王小明\r')), 'AA');
  const seen = await corridor.ask(administrator, desk, { ...all, tab: 'refused', text: 'broken' });
  const [row] = seen.matters;
  t.like(row, { controlId: 'BROKEN', door: 'mllp', state: 'open', reason: 'results-missing' });
  t.true(seen.counts.refused >= 1);
  const raw = await corridor.ask(administrator, rawMessage(seal), { arrival: row?.arrival ?? '' });
  t.is(raw.lines[1]?.name, 'PID');
  t.deepEqual(raw.faults, [{ reason: 'results-missing', place: '' }]);
  t.false(JSON.stringify(raw).includes('王小明'));
  await t.throwsAsync(corridor.ask(nurse, rawMessage(seal), { arrival: row?.arrival ?? '' }), { message: 'core.not-allowed' });
  await t.throwsAsync(corridor.ask({ ...administrator, session: { ...session, steppedUpAt: undefined } }, rawMessage(seal), { arrival: row?.arrival ?? '' }), { message: 'core.step-up' });

  const ids = [row?.id ?? ''];
  await corridor.run(administrator, ignore, { what: 'matter', ids, note: '厂商测试消息' });
  t.is((await corridor.ask(administrator, desk, { ...all, tab: 'refused', text: 'broken' })).total, 0);
  t.like((await corridor.ask(administrator, desk, { ...all, tab: 'done', text: 'broken' })).matters[0], { state: 'ignored', note: '厂商测试消息', closedBy: '9101' });
  await t.throwsAsync(corridor.run(administrator, ignore, { what: 'matter', ids, note: '再次' }), { message: 'intake.settled-already' });
  await corridor.run(administrator, unignore, { what: 'matter', ids });
  t.like(await corridor.run(administrator, again, { arrival: row?.arrival ?? '' }), { open: 1 });
  t.is((await corridor.ask(administrator, desk, { ...all, tab: 'refused', text: 'broken' })).total, 1);
  t.is(await prisma.inboxMessage.count({ where: { key: row?.arrival ?? '' } }), 1);
});

test.serial('a file of mappings is previewed without a change, then taken; codes we do not have are left out and named', async (t) => {
  const { corridor } = t.context;
  const file = { name: 'a.csv', type: 'text/csv', base64: Buffer.from('类别,发送系统,对方编码,本院编码\n科室,HIS|H,0301,CARD\n科室,,0302,NOWHERE\n').toString('base64') };
  const seen = await corridor.ask(administrator, previewFile, { file });
  t.like(seen, { rows: 2, added: 1, changed: 0 });
  t.is(seen.bad.length, 1);
  t.is((await corridor.ask(administrator, list, { ...all, kind: 'department' })).total, 0);
  await corridor.run(administrator, importFile, { file });
  const { mappings: [one] } = await corridor.ask(administrator, list, { ...all, kind: 'department' });
  t.like(one, { sender: 'HIS|H', foreign: '0301', ours: 'CARD', source: 'file', changedBy: '9101' });
  t.like(await corridor.ask(administrator, previewFile, { file }), { added: 0, same: 1 });
  await corridor.run(administrator, remove, { id: one?.id ?? '' });
  t.is((await corridor.ask(administrator, list, { ...all, kind: 'department' })).total, 0);
});
