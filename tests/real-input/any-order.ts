/**
 * One patient's messages in any order, through the real intake: what all tables show in the end, without what must
 * differ from one telling to the next. Tables are read as they are in the database, so a new one is compared without
 * being named here.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { KeyRing } from '../../services/core/seal.ts';
import { messagesInFile } from '../../services/links/hl7/files.ts';
import { MllpClient } from '../../services/links/hl7/mllp/client.ts';
import { admission, bedStatus, charge, document, execution, order, result, schedule } from '../../services/links/hl7/samples.ts';
import { openIdentity } from '../../services/shared/patients/store.identity.ts';

/** Not what is known of a patient, but what happened when: each with its reason. */
export const leftOut: Readonly<Record<string, string>> = {
  inbox_message: 'the messages themselves, with the time of each arrival',
  fact: 'the timeline says what was news when it came',
  audit: 'who did what when',
  audit_lane: 'its chain',
  counter: 'counts of the day',
  lease: 'who works',
  feed: 'when each sender was heard', feed_hour: 'when each sender was heard', feed_incident: 'when each sender was heard',
  access_grant: 'who may see whom from when: opened and ended when a consultation was heard of',
  judged_result: 'each decision, by what was known when its report came', judged_through: 'how far was judged', threshold_set: 'the limits in force, kept by the first decision',
  seal_rotation: 'our own keys',
  _prisma_migrations: 'our own',
};

/** Columns that differ from one telling to the next, by name, in whichever table. */
export const volatile: Readonly<Record<string, string>> = {
  opened_at: 'when it came to wait', first_at: 'when it came to wait',
  sealed_id_number: 'opened instead', sealed_phone: 'opened instead', sealed_address: 'opened instead', sealed_guardian: 'opened instead', sealed_guardian_phone: 'opened instead',
  sealed_content: 'its digest stands beside it',
};

type Row = Readonly<Record<string, unknown>>;

/** Every table's rows; ids are replaced by what they stand for, so that two tellings can be compared. */
export async function everything(prisma: PrismaClient, seal: KeyRing): Promise<Readonly<Record<string, readonly string[]>>> {
  const all = await tablesOf(prisma);
  const rows = new Map<string, Row[]>();
  for (const table of all) {
    const found = await prisma.$queryRawUnsafe<{ row: Row }[]>(`SELECT to_jsonb(t) AS row FROM "${table}" t`);
    if (found.length > 0) rows.set(table, found.map(({ row }) => row));
  }
  const identities = new Map<string, unknown>();
  for (const { id } of rows.get('patient') ?? []) identities.set(String(id), (await openIdentity(prisma, seal, String(id))).known);
  const told = new Map([...rows].map(([table, all]) => [table, all.map((row) => ({ ...withoutVolatile(row), ...(table === 'patient' && { identity: identities.get(String(row['id'])) }) }))]));
  return Object.fromEntries([...named(told)].map(([table, all]) => [table, all.toSorted()]));
}

const tables = new WeakMap<PrismaClient, Promise<string[]>>();

/** A test makes no table: asked once. */
function tablesOf(prisma: PrismaClient): Promise<string[]> {
  const known = tables.get(prisma) ?? askTables(prisma);
  tables.set(prisma, known);
  return known;
}

async function askTables(prisma: PrismaClient): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  return rows.map(({ name }) => name).filter((name) => leftOut[name] === undefined);
}

const withoutVolatile = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([column]) => volatile[column] === undefined));

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Chains of references that are followed: a diagnosis of a visit of a person that another was merged into. */
const depth = 4;

/** A row is called by a digest of what it says; what refers to it says that name. */
function named(rows: ReadonlyMap<string, readonly Row[]>): Map<string, string[]> {
  let names = new Map<string, string>();
  for (let round = 0; round < depth; round++) {
    const known = names;
    names = new Map([...rows].flatMap(([table, all]) => all.map((row) => [idOf(row), `${table}:${createHash('sha256').update(text(row, known)).digest('hex').slice(0, 12)}`])));
  }
  return new Map([...rows].map(([table, all]) => [table, all.map((row) => text(row, names))]));
}

const idOf = (row: Row): string => String(row['id'] ?? '');
const text = (row: Row, names: ReadonlyMap<string, string>): string => JSON.stringify(row).replaceAll(uuid, (id) => (id === idOf(row) ? 'self' : (names.get(id) ?? 'id')));

/** Empty again, as before the first message. */
export async function forget(prisma: PrismaClient): Promise<void> {
  const all = [...(await tablesOf(prisma)), 'inbox_message', 'fact', 'access_grant', 'judged_result', 'judged_through'];
  // Few rows in many tables: a TRUNCATE makes every file and every index of each anew.
  await prisma.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('SET LOCAL session_replication_role = replica');
    await tx.$executeRawUnsafe(`DO $$ BEGIN ${all.map((name) => `DELETE FROM "${name}";`).join(' ')} END $$`);
  }, { timeout: 30_000 });
}

/** Parts one after the other; what stands in one part is sent at once, each on a line of its own. */
export async function tell(port: number, parts: readonly (readonly Buffer[])[]): Promise<void> {
  const lines: MllpClient[] = [];
  for (const part of parts) {
    await Promise.all(part.map(async (message, at) => {
      lines[at] ??= new MllpClient({ host: '127.0.0.1', port, timeoutMs: 120_000 });
      const answer = await lines[at].send(message);
      if (!answer.includes('|AA|')) throw new Error(`not taken: ${answer.toString()}`);
    }));
  }
  for (const line of lines) line.close();
}

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 20, 0, minutes));
const doctor = { number: '1001', name: '李静' };
const nurse = { number: '1005', name: '周敏' };
const patient = { id: 'P1', name: '张三', sex: 'F', birth: '19590312', phone: '13800001111' } as const;
const former = { id: 'P0', name: '张三', sex: 'F', card: '110101195903120026' } as const;
const visit = { number: 'V1', ward: 'CARD1', bed: '12', department: 'CARD', attending: doctor };
const drug = { number: 'O1', group: 'G1', item: { id: 'X01', text: '头孢曲松', system: 'HIS' }, term: '长期', dose: { amount: '2', unit: 'g' }, route: '静滴', frequency: 'qd', orderedAt: at(20), startAt: at(25), doctor, department: 'CARD' };
const test = { number: 'O2', filler: 'L2', item: { id: '24323-8', text: '生化全套' }, service: 'LAB', orderedAt: at(21), doctor, department: 'CARD' };
const consultant = { number: '1102', name: '何磊' };
const consult = { number: 'H1', item: { id: 'HZ', text: '请肾内科会诊', system: 'HIS' }, service: 'CON', term: '临时', urgent: false, orderedAt: at(22), doctor, department: 'CARD' };
const potassium = { code: { id: '2823-3', text: '血钾' }, unit: 'mmol/L', range: '3.5-5.3' };
const sodium = { code: { id: '2951-2', text: '血钠' }, value: '139', unit: 'mmol/L', range: '137-147' };
const report = { placer: 'O2', filler: 'L2', order: test.item, orderingDoctor: doctor, collectedAt: at(30), patient, visit };
const paper = { number: 'D1', type: { id: 'C0037', text: '入院记录' }, author: doctor, writtenAt: at(35), patient, visit };
const slot = { number: 'B1', filler: 'B1', kind: '门诊', session: 'S1', from: at(5000), until: at(5010), place: { ward: 'CARD-OUT', room: '3诊室' }, staff: [{ ...doctor, role: '出诊医生' }], patients: [patient] };
const theatre = { number: 'T1', order: 'O9', kind: '手术', from: at(900), until: at(1000), place: { ward: 'OR', room: 'OR3', type: 'OR' }, staff: [{ ...doctor, role: '主刀' }], service: { id: '36.06', text: '冠状动脉支架置入术', system: 'I9' }, patients: [patient], visit };

/** One stay with all that belongs to it, told under two numbers that are one person's. In the order in which it happened. */
export function composed(): Buffer[] {
  const of = (minute: number, controlId: string, application = 'HIS') => ({ at: at(minute), controlId, application });
  return [
    result({ ...report, ...of(1, 'R0', 'LIS'), patient: former, visit: { number: 'V0' }, placer: 'O0', filler: 'L0', collectedAt: at(1), items: [{ ...potassium, value: '4.0' }] }),
    admission({ ...of(10, 'A1'), patient, visit: { ...visit, admittedAt: at(10), nurse }, diagnoses: [{ code: 'I50.0', name: '心力衰竭', type: 'A', at: at(10), by: doctor }], allergies: [{ substance: { id: 'Z88.0', text: '青霉素' }, severity: 'SV' }] }),
    order({ ...of(20, 'O1'), type: 'RDE', patient, visit, orders: [drug] }),
    order({ ...of(21, 'O2'), patient, visit, orders: [test] }),
    execution({ ...of(26, 'E1'), patient, visit, order: drug, by: nurse }),
    result({ ...report, ...of(40, 'R1', 'LIS'), status: 'P', items: [{ ...potassium, value: '5.9', status: 'P' }] }),
    result({ ...report, ...of(50, 'R2', 'LIS'), items: [{ ...potassium, value: '5.8' }, sodium] }),
    result({ ...report, ...of(60, 'R3', 'LIS'), status: 'C', items: [{ ...potassium, value: '4.8', status: 'C' }] }),
    document({ ...paper, ...of(36, 'D1', 'EMR'), status: 'IP', text: '入院记录\n主诉：气促三天。' }),
    document({ ...paper, ...of(70, 'D2', 'EMR'), event: 'T08', status: 'LA', signer: doctor, signedAt: at(70), text: '入院记录\n主诉：气促三天，加重一天。' }),
    bedStatus({ ...of(78, 'B1', 'BED'), place: { ward: 'CARD1', bed: '12' }, status: 'O' }),
    bedStatus({ ...of(81, 'B2', 'BED'), place: { ward: 'CARD1', bed: '012' }, status: 'H' }),
    admission({ ...of(80, 'A2'), event: 'A02', patient, visit: { ...visit, ward: 'ICU1', bed: '1', department: 'ICU' }, prior: { ward: 'CARD1', bed: '12' } }),
    admission({ ...of(85, 'A3'), event: 'A12', patient, visit, prior: { ward: 'ICU1', bed: '1' } }),
    order({ ...of(22, 'H1'), patient, visit, orders: [{ ...consult, consultation: { purpose: '评估心功能', invited: [{ department: 'NEPH' }] } }] }),
    order({ ...of(75, 'H2'), patient, visit, orders: [{ ...consult, control: 'SC', status: 'CM', consultation: { purpose: '评估心功能', invited: [{ department: 'NEPH', staff: consultant }], opinion: { by: consultant, at: at(75), text: '建议限水，监测尿量。' } } }] }),
    result({ ...of(76, 'H3', 'EMR'), patient: former, placer: 'H1', order: { id: 'HZ', text: '请肾内科会诊' }, service: 'CON', items: [{ code: { id: 'CON', text: '会诊意见' }, value: '每日测尿量', valueType: 'TX', observer: { number: '1103', name: '周建' } }] }),
    document({ ...of(77, 'H4', 'EMR'), number: 'D9', type: { id: 'C0045', text: '会诊记录' }, author: consultant, signer: consultant, writtenAt: at(77), signedAt: at(77), order: 'H1', patient, visit, text: '【会诊意见】限水，监测尿量。' }),
    order({ ...of(90, 'O3'), type: 'RDE', patient, visit, orders: [{ ...drug, control: 'DC', status: 'DC', stopAt: at(90), enteredBy: doctor }] }),
    schedule({ ...slot, ...of(95, 'S1'), event: 'S12', status: 'Booked' }),
    schedule({ ...slot, ...of(96, 'S2'), event: 'S13', status: 'Booked', from: at(6000), until: at(6010) }),
    schedule({ ...theatre, ...of(97, 'T1', 'ORIS'), event: 'S12', status: 'Booked' }),
    result({ ...of(98, 'N1', 'NIS'), patient, visit, items: [{ code: { id: '8310-5', text: '体温' }, value: '37.8', unit: '℃' }] }),
    charge({ ...of(99, 'C1'), patient, visit, charges: [{ number: 'C1', item: { id: 'X01', text: '头孢曲松', system: 'HIS' }, amount: '12.5', quantity: '1', at: at(99), order: 'O1', by: nurse }] }),
    admission({ ...of(110, 'A4'), event: 'A40', patient, gone: { patient: 'P0' } }),
    admission({ ...of(200, 'A5'), event: 'A03', patient, visit: { ...visit, dischargedAt: at(200), disposition: '医嘱离院' }, diagnoses: [{ code: 'I50.9', name: '慢性心力衰竭', type: 'F', at: at(200), by: doctor }] }),
  ];
}

const simhospital = join(import.meta.dirname, '../../../shared/data/hl7v2/simhospital/messages_part_a.hl7');

const numberOf = (message: Buffer): string => /[\r\n]PID\|[^|]*\|[^|]*\|([^|^]*)/.exec(message.toString())?.[1] ?? '';
const kindOf = (message: Buffer): string => message.toString().split('|')[8] ?? '';

/** Real streams: the patients of a file of whom most kinds of messages come, with so many messages of each. */
export function realStreams(patients: number, messages: number): Buffer[][] {
  const all = messagesInFile(readFileSync(simhospital));
  const streams = [...Map.groupBy(all, numberOf)].filter(([number, of]) => number !== '' && of.length > 2).map(([, of]) => of);
  return streams.toSorted((one, other) => new Set(other.map(kindOf)).size - new Set(one.map(kindOf)).size || other.length - one.length).slice(0, patients).map((of) => of.slice(0, messages));
}
