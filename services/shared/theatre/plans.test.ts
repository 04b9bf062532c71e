/** Sessions, bookings, operations, consultations and observations: one database for four modules. */
import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import { dayOf } from '../../../cards/days.ts';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { type Emitted, type Message, aPatient, aboutOf, minuteOf, receiving, streams } from '../../../tests/kit/statements.ts';
import { newId } from '../../core/ids.ts';
import type { Booking, Consultation, Observation, Operation, Session } from '../../links/statements/schema.ts';
import { applyConsultation, consultationsOf, consultationsOfStaff, opinionsOf } from '../consultations/index.ts';
import * as asking from '../consultations/rules.ts';
import { causesOfDuty, createScope } from '../data-scope/index.ts';
import { applyObservation, findObservations } from '../nursing/index.ts';
import { kindOf, numbersOf } from '../nursing/rules.ts';
import { applyBooking, applySession, countBookings, findSessions } from '../schedules/index.ts';
import { bookingNumber, isStoppedNow } from '../schedules/rules.ts';
import { applyOperation } from './index.ts';
import type { Operation as Row } from './model.ts';
import { accessOf, newsOf } from './rules.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = minuteOf(600);
const at = (minute: number): string => minuteOf(minute).toISOString();
const message = (minute: number, controlId = `C${minute}`): Message => ({ minute, controlId });
type Told = Session | Booking | Operation | Consultation | Observation;

function tell({ database }: TestDatabase, patientId: string | undefined, sent: Message, told: Told, facility = 'QH', application = 'HIS'): Promise<Emitted[]> {
  const about = aboutOf(patientId, sent, { sender: { application, facility } });
  return receiving(database, now, (context) => {
    switch (told.kind) {
      case 'session': return applySession(context, about, told);
      case 'booking': return applyBooking(context, about, told);
      case 'operation': return applyOperation(context, about, told);
      case 'consultation': return applyConsultation(context, about, told);
      case 'observation': return applyObservation(context, about, told);
    }
  });
}

/** Grants that are open: whose, for which cause. */
async function openGrants({ database }: TestDatabase, patientId: string): Promise<string[]> {
  const rows = await database.prisma.accessGrant.findMany({ where: { target: patientId, revokedAt: null, until: { gt: now } } });
  return rows.map(({ kind, staffNumber, departmentCode, until }) => `${kind} ${departmentCode ?? staffNumber} ${until.toISOString()}`).toSorted();
}

const planned = (more: Partial<Row> = {}): Row => ({
  ...(Object.fromEntries(['anaesthetist', 'assistants', 'endedAt', 'plannedUntil', 'room', 'state', 'surgeon'].map((field) => [field, null])) as unknown as Row),
  patientId: 'p',
  surgeon: { number: '1001' },
  plannedFrom: minuteOf(700),
  state: 'planned',
  ...more,
});

test('who sees the patient because of an operation, and what of it is news', (t) => {
  const until = minuteOf(700 + 3 * 1440);
  t.deepEqual(accessOf(planned(), now), [{ staffNumber: '1001', patientId: 'p', until }]);
  t.deepEqual(accessOf(planned({ assistants: [{ number: '1003' }, { name: '进修医师' }, { number: '1001' }], anaesthetist: { number: '1009' } }), now).map(({ staffNumber }) => staffNumber), ['1001', '1003', '1009'], 'the team, each once');
  for (const [why, more] of Object.entries({ cancelled: { state: 'cancelled' }, over: { state: 'over' }, ended: { endedAt: now }, nobody: { surgeon: { name: '李静' } }, 'no time': { plannedFrom: null }, past: { plannedFrom: minuteOf(-9000) }, 'no patient': { patientId: null } } satisfies Record<string, Partial<Row>>)) t.deepEqual(accessOf(planned(more), now), [], why);
  for (const [before, after, news] of [
    [undefined, planned(), 'planned'],
    [undefined, planned({ state: 'requested' }), undefined],
    [undefined, planned({ state: 'over' }), undefined],
    [undefined, planned({ state: 'cancelled' }), undefined],
    [planned({ state: 'requested' }), planned(), 'planned'],
    [planned(), planned(), undefined],
    [planned(), planned({ plannedFrom: minuteOf(800) }), 'planned'],
    [planned(), planned({ room: '3' }), 'planned'],
    [planned(), planned({ state: 'running' }), undefined],
    [planned(), planned({ state: 'cancelled' }), 'cancelled'],
    [planned({ state: 'cancelled' }), planned(), 'planned'],
  ] as const) t.is(newsOf(before, after), news, JSON.stringify([before?.state, after]));
});

const row = (more: object) => ({ patientId: 'p', requestedBy: { number: '1001' }, requestedAt: minuteOf(500), plannedAt: null, invited: [{ department: 'NEPH', staff: { number: '1201' } }, { department: 'RESP' }], state: 'requested', ...more }) as unknown as Parameters<typeof asking.accessOf>[0];

test('consultations: who has a part, who sees the patient, what is newly asked', (t) => {
  const until = minuteOf(500 + 14 * 1440);
  t.deepEqual(asking.accessOf(row({}), now), [{ staffNumber: '1201', patientId: 'p', until }, { departmentCode: 'RESP', patientId: 'p', until }]);
  for (const state of ['done', 'cancelled', 'refused']) t.deepEqual(asking.accessOf(row({ state }), now), [], state);
  t.deepEqual(asking.accessOf(row({ requestedAt: minuteOf(-30_000) }), now), [], 'long ago');
  t.deepEqual(asking.partsOf(row({}), ['1201', '1201']).map(({ staffNumber, part }) => `${staffNumber} ${part}`), ['1001 asked', '1201 invited', '1201 answered']);
  t.true(asking.isNewlyAsked(undefined, row({})));
  t.false(asking.isNewlyAsked(row({}), row({ state: 'accepted' })));
  t.false(asking.isNewlyAsked(undefined, row({ state: 'done' })));
  t.true(asking.isNewlyAsked(row({}), row({ invited: [{ staff: { number: '1202' } }] })));
  t.true(asking.isNewlyAsked(row({}), row({ invited: [{ department: 'ENDO' }] })));
  t.false(asking.isNewlyAsked(row({ invited: [{ department: 'NEPH' }, { staff: { number: '1201' } }] }), row({ invited: [{ department: 'NEPH', staff: { number: '1201' } }] })), 'the department names who comes');
});

test('what is measured, and the numbers in it', (t) => {
  for (const [code, kind] of [[{ text: '体温' }, 'temperature'], [{ id: '8867-4' }, 'heart-rate'], [{ text: '收缩压' }, 'systolic'], [{ text: '血压(BP)' }, 'blood-pressure'], [{ text: '24小时尿量' }, 'urine'], [{ text: '总入量' }, 'intake'], [{ text: 'Braden评分' }, 'score'], [{ id: 'X9' }, 'other']] as const) t.is(kindOf(code), kind, JSON.stringify(code));
  for (const [value, number, second] of [['36.8', 36.8, null], ['120/80', 120, 80], [' 118 / 76 ', 118, 76], ['拒测', null, null], ['>42', null, null], ['1/E', null, null]] as const) t.deepEqual(numbersOf(value), { number, second }, value);
  t.is(dayOf(new Date('2026-11-20T16:30:00Z')), '2026-11-21');
  t.is(bookingNumber({ kind: 'booking', filler: 'F1' }, 'p'), 'F1');
  t.true(isStoppedNow(undefined, { state: 'stopped' } as never));
});

test('the surgeon’s way to the patient is given, moved to who operates instead, and ended; told late changes nothing', async (t) => {
  const patient = await aPatient(t.context.database, 'OP-1');
  const facts: string[] = [];
  const say = async (minute: number, told: Partial<Operation>) => void facts.push(...(await tell(t.context, patient, message(minute), { kind: 'operation', number: 'OP1', ...told })).map(({ name }) => name));
  await say(10, { name: '胆囊切除术', plannedFrom: at(900), plannedUntil: at(1000), room: '3', sequence: 2, surgeon: { number: '2001' }, state: 'planned' });
  const until = minuteOf(1000 + 3 * 1440).toISOString();
  t.deepEqual(await openGrants(t.context, patient), [`operation 2001 ${until}`]);
  await say(10, { name: '胆囊切除术', plannedFrom: at(900), plannedUntil: at(1000), room: '3', sequence: 2, surgeon: { number: '2001' }, state: 'planned' });
  await say(20, { surgeon: { number: '2002' }, assistants: [{ number: '2004' }], anaesthetist: { number: '2009' } });
  await say(15, { surgeon: { number: '2003' } });
  t.deepEqual(await openGrants(t.context, patient), ['2002', '2004', '2009'].map((number) => `operation ${number} ${until}`));
  await say(30, { state: 'cancelled' });
  t.deepEqual(await openGrants(t.context, patient), []);
  await say(25, { state: 'in-theatre' });
  t.deepEqual(await openGrants(t.context, patient), []);
  t.deepEqual(facts, ['theatre.planned', 'theatre.planned', 'theatre.cancelled']);
});

test('a consultation is asked, answered twice and closed: parts, opinions, grants and facts follow', async (t) => {
  const { database } = t.context;
  const patient = await aPatient(database, 'CON-1');
  const facts: [string, unknown][] = [];
  const say = async (minute: number, told: Partial<Consultation>) => void facts.push(...(await tell(t.context, patient, message(minute), { kind: 'consultation', number: 'CON1', ...told })).map(({ name, data }): [string, unknown] => [name, (data as { by: unknown }).by]));
  await say(20, { opinions: [{ by: { number: '8201', name: '赵强' }, at: at(20), text: '建议透析' }] });
  await say(10, { type: '急会诊', requestedBy: { number: '8001' }, requestedAt: at(10), invited: [{ department: 'NEPH', staff: { number: '8201' } }, { department: 'RESP', staff: { number: '8301' } }], state: 'requested', summary: '高钾', purpose: '会诊' });
  t.deepEqual((await openGrants(t.context, patient)).map((grant) => grant.split(' ')[1]), ['8201', '8301']);
  await say(30, { opinions: [{ by: { number: '8301' }, text: '抗感染' }, { by: { number: '8201', name: '赵强' }, at: at(20), text: '建议透析' }] });
  await say(40, { state: 'done' });
  t.deepEqual(await openGrants(t.context, patient), []);
  t.deepEqual(facts, [['consultations.requested', undefined], ['consultations.answered', ['8201']], ['consultations.requested', '8001'], ['consultations.answered', ['8301']], ['consultations.closed', undefined]]);
  const mine = async (staff: string, filters: object = {}) => database.prisma.$transaction(async (tx) => (await consultationsOfStaff(tx, staff, filters, { limit: 5, offset: 0 })).map(({ number }) => number));
  for (const staff of ['8001', '8201', '8301']) t.deepEqual(await mine(staff), ['CON1'], staff);
  t.deepEqual([await mine('8002'), await mine('8001', { open: true }), await mine('8001', { part: 'invited' }), await mine('8301', { part: 'answered', from: minuteOf(0), until: minuteOf(11) })], [[], [], [], ['CON1']]);
});

test('an answer that another system tells, before the question or after it, belongs to the question of its number and person', async (t) => {
  const { database } = t.context;
  const patients = { early: await aPatient(database, 'CON-3'), other: await aPatient(database, 'CON-4') };
  const ask = () => tell(t.context, patients.early, message(10), { kind: 'consultation', number: 'CON3', requestedBy: { number: '8501' }, requestedAt: at(10), invited: [{ staff: { number: '8401' } }], state: 'requested' });
  const answer = (patient: string, number: string, text: string | null, minute: number, application = 'EMR') => tell(t.context, patient, message(minute, `E${minute}`), { kind: 'consultation', number, opinions: [{ by: { number: '8401' }, at: at(minute), text }] }, 'QH', application);
  const shown = async (patient: string) => database.prisma.$transaction(async (tx) => Promise.all((await consultationsOf(tx, [patient], { limit: 9, offset: 0 })).map(async ({ id, source }) => [source, (await opinionsOf(tx, id)).map(({ text }) => text)])));
  const partsOf = async (staff: string, part: 'answered' | 'invited') => database.prisma.$transaction(async (tx) => (await consultationsOfStaff(tx, staff, { part }, { limit: 9, offset: 0 })).map(({ source, number }) => `${source} ${number}`));
  await answer(patients.early, 'CON3', '停用保钾药', 20);
  await answer(patients.other, 'CON3', '另一位患者', 21, 'OTHER');
  t.deepEqual(await shown(patients.early), [['EMR@QH', ['停用保钾药']]], 'nobody has asked yet');
  await ask();
  t.deepEqual(await shown(patients.early), [['HIS@QH', ['停用保钾药']]]);
  t.deepEqual(await partsOf('8401', 'answered'), ['HIS@QH CON3', 'OTHER@QH CON3'], 'of the other patient nobody has asked');
  t.deepEqual(await partsOf('8401', 'invited'), ['HIS@QH CON3']);
  const [fact] = await answer(patients.early, 'CON3', '停用保钾药，复查', 30);
  t.like(fact?.data, { by: ['8401'], asked: '8501', consultation: (await database.prisma.consultation.findFirstOrThrow({ where: { source: 'HIS@QH', number: 'CON3' } })).id });
  t.deepEqual(await answer(patients.early, 'CON3', null, 40), []);
  t.deepEqual(await shown(patients.early), [['HIS@QH', []]], 'taken back');
  t.deepEqual(await partsOf('8401', 'answered'), ['OTHER@QH CON3']);
});

const duty = (staffNumber: string, kind: string, from: number, until: number) => ({ id: newId(), departmentCode: 'HEMA', duty: kind, staffNumber, from: minuteOf(from), until: minuteOf(until) });

test('a department is asked without a name: its duty doctor and its head see the patient, each while it is theirs; the named one takes it over', async (t) => {
  const { database } = t.context;
  const { prisma } = database;
  const patient = await aPatient(database, 'CON-2');
  await prisma.visit.create({ data: { id: newId(), number: 'V-CON-2', patientId: patient, kind: 'inpatient', departmentCode: 'CARD', asOf: minuteOf(1) } });
  await prisma.department.createMany({ data: [{ code: 'HEMA', name: '血液科', kind: 'inpatient' }], skipDuplicates: true });
  await prisma.staff.createMany({ data: ['H1', 'H2', 'H3', 'H4'].map((number) => ({ number, name: number, role: 'doctor', title: '', departmentCode: 'HEMA' })) });
  await prisma.duty.createMany({ data: [duty('H1', 'duty-doctor', 0, 620), duty('H2', 'duty-doctor', 620, 2000), duty('H3', 'head', 0, 99_000)] });
  const scope = createScope({ offices: { laboratories: [], medicalOffices: [], recordsOffices: [] }, afterDischargeDays: 30, breakGlassHours: 4, permissionMaxDays: 30 });
  const seen = async (minute: number) => {
    const by = await Promise.all(['H1', 'H2', 'H3', 'H4'].map(async (id) => [id, (await scope.decide(prisma, { id, role: 'doctor', adminRole: undefined, departmentCode: 'HEMA', wardCode: undefined }, patient, { module: 'patients', act: 'list' }, minuteOf(minute))).relation]));
    return by.flatMap(([id, relation]) => (relation === 'consultant' ? id : []));
  };
  t.deepEqual(await seen(600), []);
  await tell(t.context, patient, message(10), { kind: 'consultation', number: 'CON2', invited: [{ department: 'HEMA' }], requestedAt: at(10), state: 'requested' });
  t.deepEqual(await seen(600), ['H1', 'H3']);
  t.deepEqual(await seen(621), ['H2', 'H3'], 'the duty has changed hands');
  const mine = (staff: string, filters: object = {}) => prisma.$transaction(async (tx) => (await consultationsOfStaff(tx, staff, filters, { limit: 5, offset: 0 }, (await causesOfDuty(tx, staff, minuteOf(621))).map((cause) => cause.split(':')[1] ?? ''))).map(({ number }) => number));
  t.deepEqual([await mine('H2'), await mine('H2', { part: 'invited' }), await mine('H2', { part: 'asked' }), await mine('H1'), await mine('H4')], [['CON2'], ['CON2'], [], [], []]);
  await tell(t.context, patient, message(20), { kind: 'consultation', number: 'CON2', invited: [{ department: 'HEMA', staff: { number: 'H4' } }], state: 'accepted' });
  t.deepEqual(await seen(621), ['H4']);
  await tell(t.context, patient, message(30), { kind: 'consultation', number: 'CON2', state: 'done' });
  t.deepEqual(await seen(621), []);
});

test('bookings are counted in their session, also across systems; a stop is told once', async (t) => {
  const { database } = t.context;
  const patient = await aPatient(database, 'BK-1');
  for (const [number, state] of [['B1', 'booked'], ['B2', 'arrived'], ['B3', 'cancelled']] as const) await tell(t.context, patient, message(5, number), { kind: 'booking', number, session: 'S1', from: at(700), state });
  await tell(t.context, patient, message(6, 'B4'), { kind: 'booking', number: 'B4', session: 'S1', from: at(700) }, 'QH', 'BOOKING');
  const session = { kind: 'session', number: 'S1', department: 'CARD', doctor: { number: '1001' }, day: '2026-11-20', period: '上午', places: 20 } as const;
  const facts = [
    ...(await tell(t.context, undefined, message(10), { ...session, state: 'open' })),
    ...(await tell(t.context, undefined, message(20), { kind: 'session', number: 'S1', state: 'stopped', reason: '外出会议', substitute: { number: '1002' } })),
    ...(await tell(t.context, undefined, message(20), { kind: 'session', number: 'S1', state: 'stopped', reason: '外出会议', substitute: { number: '1002' } })),
    ...(await tell(t.context, undefined, message(15), { ...session, state: 'full' })),
  ];
  t.deepEqual(facts.map(({ name, data }) => [name, data]), [['schedules.stopped', { department: 'CARD', doctor: '1001', day: '2026-11-20' }]]);
  await database.prisma.$transaction(async (tx) => {
    const range = { from: '2026-11-20', until: '2026-11-21' };
    const page = { limit: 5, offset: 0 };
    const [found] = await findSessions(tx, { ...range, doctor: '1002' }, page);
    t.like(found, { state: 'stopped', reason: '外出会议', places: 20, department: 'CARD' });
    t.deepEqual([...(await countBookings(tx, [found!.id])).values()], [3]);
    t.deepEqual([await findSessions(tx, { ...range, department: 'NEPH' }, page), await findSessions(tx, { from: '2026-11-21', until: '2026-11-21' }, page)], [[], []]);
  });
});

test('an observation is corrected and withdrawn in place', async (t) => {
  const { database } = t.context;
  const patient = await aPatient(database, 'NUR-1');
  const temperature = { kind: 'observation', code: { text: '体温' }, unit: '℃', at: at(100), site: '腋温' } as const;
  await tell(t.context, patient, message(20), { ...temperature, value: '38.6', by: { number: '1004' } });
  await tell(t.context, patient, message(10), { ...temperature, value: '36.6', by: { number: '1005' } });
  await tell(t.context, patient, message(11), { kind: 'observation', code: { text: '血压' }, value: '150/95', unit: 'mmHg', at: at(200) });
  const values = (filters: object) => database.prisma.$transaction(async (tx) => (await findObservations(tx, [patient], filters, { limit: 5, offset: 0 })).map(({ value, number, second }) => [value, number, second]));
  t.deepEqual(await values({}), [['150/95', 150, 95], ['38.6', 38.6, null]]);
  t.deepEqual(await values({ kinds: ['temperature'], until: minuteOf(150) }), [['38.6', 38.6, null]]);
  await tell(t.context, patient, message(30), { ...temperature, value: '38.6', withdrawn: true });
  t.deepEqual([await values({}), (await values({ all: true })).length], [[['150/95', 150, 95]], 2]);
});

const word = fc.constantFrom('a', 'b');
const number = fc.constantFrom('1', '2');
const someone = fc.record({ number: fc.constantFrom('1001', '1002') });
const some = <T>(fields: { [F in keyof T]: fc.Arbitrary<T[F]> }, requiredKeys: (keyof T)[]) => fc.record(fields, { requiredKeys: requiredKeys as never });
const anything = fc.oneof(
  some({ kind: fc.constant('session' as const), number, department: word, doctor: someone, state: fc.constantFrom('open' as const, 'stopped' as const), substitute: fc.option(someone, { nil: null }), places: fc.nat(9) }, ['kind', 'number']),
  some({ kind: fc.constant('booking' as const), number, session: number, state: fc.constantFrom('booked' as const, 'cancelled' as const), place: word }, ['kind', 'number']),
  some({ kind: fc.constant('operation' as const), number, room: word, surgeon: someone, plannedFrom: fc.constantFrom(at(700), at(800)), assistants: fc.array(someone, { maxLength: 2 }), state: fc.constantFrom('requested' as const, 'planned' as const, 'over' as const, 'cancelled' as const) }, ['kind', 'number']),
  some({ kind: fc.constant('consultation' as const), number, requestedAt: fc.constantFrom(at(1), at(2)), requestedBy: someone, invited: fc.array(fc.oneof(fc.record({ staff: someone }), fc.record({ department: word })), { maxLength: 2 }), opinions: fc.array(fc.record({ by: someone, text: word }), { maxLength: 1 }), state: fc.constantFrom('requested' as const, 'done' as const) }, ['kind', 'number']),
  fc.record({ kind: fc.constant('consultation' as const), number, opinions: fc.tuple(fc.record({ by: someone, text: fc.option(word, { nil: null }) })) }),
  some({ kind: fc.constant('observation' as const), code: fc.record({ text: word }), value: fc.constantFrom('1', '2'), at: fc.constantFrom(at(1), at(2)), withdrawn: fc.boolean() }, ['kind', 'code', 'value', 'at']),
);

test('property: all of it in any order, with repeats, ends in the same rows and the same open grants', async (t) => {
  const { database } = t.context;
  let run = 0;
  const rowsAfter = async (stream: readonly (Message & { readonly statement: Told })[]) => {
    const facility = `RUN${run++}`;
    const patient = await aPatient(database, facility);
    // What is nothing but an answer comes from the EMR.
    const applicationOf = (statement: Told): string => (Object.keys(statement).toSorted().join() === 'kind,number,opinions' ? 'EMR' : 'HIS');
    for (const { statement, ...sent } of stream) await tell(t.context, patient, sent, statement as Told, facility, applicationOf(statement as Told));
    const mine = { where: { source: { in: [`HIS@${facility}`, `EMR@${facility}`] } }, orderBy: [{ number: 'asc' as const }, { source: 'asc' as const }] };
    const { prisma } = database;
    const consultations = await prisma.consultation.findMany(mine);
    const ids = consultations.map(({ id }) => id);
    const within = { where: { consultationId: { in: ids } } };
    const all: object[][] = [
      await prisma.clinicSession.findMany(mine),
      await prisma.clinicBooking.findMany(mine),
      await prisma.operation.findMany(mine),
      consultations,
      await prisma.nursingObservation.findMany({ where: { patientId: patient }, orderBy: [{ item: 'asc' }, { at: 'asc' }] }),
      (await prisma.consultationOpinion.findMany({ ...within, orderBy: { who: 'asc' } })).map((row) => ({ ...row, consultationId: ids.indexOf(row.consultationId) })).toSorted((a, b) => a.consultationId - b.consultationId),
      (await prisma.consultationPart.findMany({ ...within, orderBy: [{ staffNumber: 'asc' }, { part: 'asc' }] })).map((row) => ({ ...row, consultationId: ids.indexOf(row.consultationId) })).toSorted((a, b) => a.consultationId - b.consultationId),
    ];
    const shown = await prisma.$transaction(async (tx) => Promise.all((await consultationsOf(tx, [patient], { limit: 9, offset: 0 })).map(async ({ id, number: named, source }) => [named, source.slice(0, 3), (await opinionsOf(tx, id)).map(({ who, text }) => `${who} ${text}`)])));
    return { shown: shown.map((each) => JSON.stringify(each)).toSorted(), rows: all.map((each) => each.map((row) => ({ ...row, id: '', patientId: '', source: '' }))), grants: await openGrants(t.context, patient) };
  };
  await fc.assert(fc.asyncProperty(streams<Told>(anything as fc.Arbitrary<Told>), async ({ sent, arrived }) => {
    t.deepEqual(await rowsAfter(arrived), await rowsAfter(sent));
  }), { numRuns: 12 });
});
