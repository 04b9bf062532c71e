/** Judging many patients by one transaction: the same as one report after the other, the urgent first, nobody stopped by another's trouble. */
import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import { type World, sharedWorld } from '../../../tests/kit/world.ts';
import { systemActor } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { silentLog } from '../../core/log.ts';
import type { JobContext } from '../../core/module.ts';
import type { LaboratoryResult } from '../../links/statements/schema.ts';
import type { judgeReports } from './actions/judge.ts';
import { judgeOne, judgeTogether } from './actions/wake.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

type Judge = ReturnType<typeof judgeReports>;
type Outcome = Awaited<ReturnType<Judge['body']>>;

const judgeOf = ({ hospital }: World): Judge => hospital.service.modules.find(({ name }) => name === 'critical-values')?.actions?.find(({ name }) => name === 'critical-values.judge') as unknown as Judge;

/** As a job has it; notes what each judging gave. */
function jobOf({ hospital }: World, outcomes: Outcome[] = [], warn: (...said: unknown[]) => void = () => undefined): Pick<JobContext, 'run' | 'log'> {
  return {
    log: Object.assign(Object.create(silentLog) as typeof silentLog, { warn }),
    run: async (action, input) => {
      const output = await hospital.service.corridor.run(systemActor, action, input);
      if (action.name === 'critical-values.judge') outcomes.push(output as Outcome);
      return output;
    },
  };
}

/** Twins of which the hospital has heard nothing yet: a patient in a bed, or somebody with no stay at all. */
async function aPatient({ hospital: { database: { prisma } } }: World, inBed: boolean): Promise<string> {
  const id = newId();
  await prisma.patient.create({ data: { id, number: `T${id}`, name: '测试', sex: 'F', birthDate: new Date('1960-01-01'), canonicalId: id } });
  if (inBed) await prisma.visit.create({ data: { id: newId(), number: `V${id}`, patientId: id, saidPatientId: id, kind: 'inpatient', departmentCode: 'CARD', wardCode: 'CARD1', bed: '1', attending: '1001', asOf: new Date('2026-11-01') } });
  return id;
}

/** What a laboratory says of one patient. */
interface Told {
  /** Which of the stream's patients. */
  readonly who: number;
  readonly results: readonly LaboratoryResult[];
}

/** As the intake keeps it. */
async function receive({ hospital: { database: { prisma } }, now }: World, patientId: string, arrival: string, results: readonly LaboratoryResult[]): Promise<void> {
  const orders = [{ filler: 'S1', code: { id: 'P', alternates: [] }, orderingDoctor: { number: '1002' }, notes: [], results: results.map((one) => ({ ...one, code: { ...one.code, alternates: [] } })) }];
  const report = { sender: { application: 'LIS', facility: 'QH' }, controlId: arrival, patient: { ids: [{ value: patientId }] }, orders, warnings: [] };
  await prisma.fact.create({ data: { name: 'intake.result-received', subject: patientId, at: now(), actor: 'link:hl7', data: { arrival, patientId, report } as object } });
}

const items = {
  potassium: { id: '2823-3', unit: 'mmol/L', values: ['4.1', '7.1', '7.4', '2.1', '>9', '溶血'] },
  creatinine: { id: '2160-0', unit: 'umol/L', values: ['80', '700', '900', '701'] },
  glucose: { id: '14749-6', unit: 'mmol/L', values: ['5.2', '25.1', '1.9', '30'] },
  unlisted: { id: '99999-9', unit: '', values: ['1', '2'] },
} as const;

function result(item: keyof typeof items, value: string, minute: number, more: Partial<LaboratoryResult> = {}): LaboratoryResult {
  const { id, unit } = items[item];
  const number = Number(value);
  return {
    code: { id, system: 'LN', text: item, alternates: [] },
    valueType: 'NM',
    value: Number.isNaN(number) ? { kind: 'text', text: value } : { kind: 'number', number, text: value },
    unit: { id: unit },
    flags: [],
    status: 'F',
    observedAt: new Date(Date.UTC(2026, 10, 18, 0, minute)).toISOString(),
    notes: [],
    slot: `LIS|S1|${item}`,
    ...more,
  };
}

const oneResult = fc.constantFrom(...(Object.keys(items) as (keyof typeof items)[])).chain((item) => fc.record({
  item: fc.constant(item),
  value: fc.constantFrom<string>(...items[item].values),
  specimen: fc.constantFrom('S1', 'S2', 'S3'),
  status: fc.constantFrom('F', 'F', 'F', 'C', 'C', 'P', 'R', 'W', 'D'),
  flags: fc.constantFrom<string[]>([], [], ['H'], ['HH']),
  unit: fc.constantFrom(items[item].unit, items[item].unit, items[item].unit, 'mg/dL', ''),
}));

/** Few measurements, so that they meet: corrections, repeats, withdrawals, each under its own minute. */
const stream = (patients: number): fc.Arbitrary<Told[]> => fc.array(fc.record({ who: fc.nat({ max: patients - 1 }), said: fc.array(oneResult, { minLength: 1, maxLength: 3 }) }), { minLength: patients, maxLength: patients + 30 }).map((all) =>
  all.map(({ who, said }, at) => ({ who, results: said.map(({ item, value, specimen, status, flags, unit }, place) => result(item, value, at * 10 + place, { status, flags, unit: unit === '' ? undefined : { id: unit }, slot: `LIS|${specimen}|${item}` })) })));

const sorted = (all: readonly object[]): string[] => all.map((one) => JSON.stringify(one)).toSorted();

/** All that judging left of a patient, with what was made up on the way called by what it is of. */
async function leftOf({ hospital: { database: { prisma } } }: World, patientId: string): Promise<unknown> {
  const judged = await prisma.judgedResult.findMany({ where: { patientId }, orderBy: { id: 'asc' } });
  const values = await prisma.criticalValue.findMany({ where: { patientId }, orderBy: { id: 'asc' } });
  const names = new Map<string, string>([[patientId, 'the patient'], ...judged.map(({ id, arrival, resultKey, itemCode }) => [id, `result ${arrival} ${resultKey} ${itemCode}`] as const)]);
  for (const { id, body } of values) names.set(id, `value of ${names.get((body as { measured: { resultId: string } }).measured.resultId)}`);
  const ids = values.map(({ id }) => id);
  const subjects = [...judged.map(({ id }) => id), ...ids];
  const facts = await prisma.fact.findMany({ where: { subject: { in: subjects } }, orderBy: { id: 'asc' } });
  const deliveries = await prisma.delivery.findMany({ where: { subject: { in: ids } }, orderBy: { id: 'asc' } });
  for (const { id } of await prisma.visit.findMany({ where: { patientId } })) names.set(id, 'her stay');
  const cards = deliveries.map(({ subject, step, recipient, urgency, state, changes }) => ({ subject, step, recipient, urgency, state, changes }));
  const jobs = await prisma.$queryRaw<{ name: string; data: object }[]>`
    SELECT name, data FROM pgboss.job WHERE data->>'id' = ANY(${ids}) OR data->>'subject' = ANY(${ids}) OR data->>'delivery' = ANY(${deliveries.map(({ id }) => id)})`;
  for (const { id, subject, step, recipient } of deliveries) names.set(id, `card of ${names.get(subject)} ${step} ${recipient}`);
  const text = JSON.stringify({
    judged: judged.map(({ patientId: _patient, ...row }) => row),
    values,
    facts: facts.map(({ id: _id, ...fact }) => fact),
    cards,
    jobs: jobs.map(({ name, data }) => `${name} ${JSON.stringify(data)}`),
  });
  const named = text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => names.get(id) ?? id);
  const read = JSON.parse(named) as { facts: object[]; jobs: string[]; cards: object[] };
  return { ...read, facts: sorted(read.facts), jobs: read.jobs.toSorted(), cards: sorted(read.cards) };
}

// First: others leave values whose ladders half an hour would climb.
test.serial('what was never judged is found by the sweep, however long it waits, and sweeps look no further back than they must', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  const swept = async (): Promise<Date> => new Date(((await prisma.setting.findUniqueOrThrow({ where: { name: 'critical-values.swept' } })).value as { until: string }).until);
  const patients = await Promise.all([aPatient(w, true), aPatient(w, true)]);
  const [bad = '', good = ''] = patients;
  const begun = w.now();
  await receive(w, bad, 'M1', [result('potassium', '4.1', 1)]);
  await prisma.fact.updateMany({ where: { subject: bad }, data: { data: { arrival: 'M1' } } });
  w.tick(30 * 60_000);
  await w.hospital.service.tick('critical-values.sweep');
  t.true((await swept()) <= begun, 'one that cannot be judged is looked for again');
  await receive(w, good, 'M2', [result('potassium', '4.1', 1)]);
  w.tick(2 * 60_000);
  await w.pass(1);
  t.is(await prisma.judgedResult.count({ where: { patientId: good } }), 1);
  await prisma.fact.deleteMany({ where: { subject: bad } });
  await w.hospital.service.tick('critical-values.sweep');
  t.deepEqual(await swept(), new Date(w.now().getTime() - 60_000));
});

test.serial('property: many patients judged together end as one report judged after the other', async (t) => {
  t.timeout(280_000);
  const { w } = t.context;
  const judge = judgeOf(w);
  await fc.assert(fc.asyncProperty(fc.constantFrom(3, 20).chain((patients) => fc.tuple(fc.constant(patients), stream(patients))), async ([patients, told]) => {
    // Ids of one millisecond keep their order up to the four-thousandth.
    w.tick(1);
    const twins = await Promise.all(Array.from({ length: patients }, async (_none, at) => [await aPatient(w, at % 3 !== 0), await aPatient(w, at % 3 !== 0)] as const));
    for (const [at, { who, results }] of told.entries()) await receive(w, twins[who]?.[0] ?? '', `M${at}`, results);
    await judgeTogether(jobOf(w, [], (...said) => t.fail(`not judged together: ${String((said[0] as { error: unknown }).error)}`)), judge, twins.map(([first]) => first));
    for (const [at, { who, results }] of told.entries()) {
      await receive(w, twins[who]?.[1] ?? '', `M${at}`, results);
      await judgeOne(jobOf(w), judge, twins[who]?.[1] ?? '');
    }
    for (const [together, alone] of twins) t.deepEqual(await leftOf(w, together), await leftOf(w, alone));
  }), { numRuns: Number(process.env['RUNS'] ?? 3), endOnFailure: true });
});

test.serial('who has to be told of something is judged before all others, however many wait', async (t) => {
  const { w } = t.context;
  const patients = await Promise.all(Array.from({ length: 60 }, () => aPatient(w, true)));
  const critical = [patients[55], patients[58]];
  for (const [at, id] of patients.entries()) await receive(w, id, `M${at}`, [result('potassium', critical.includes(id) ? '7.1' : '4.1', 1)]);
  const outcomes: Outcome[] = [];
  await judgeTogether(jobOf(w, outcomes), judgeOf(w), patients);
  t.deepEqual(outcomes.map(({ judged, opened }) => ({ judged, opened: opened.length })), [{ judged: 2, opened: 2 }, { judged: 58, opened: 0 }]);
});

test.serial('a burst of critical values goes out a few at a time, those that came first before others', async (t) => {
  const { w } = t.context;
  const patients = await Promise.all(Array.from({ length: 36 }, () => aPatient(w, true)));
  for (const [at, id] of patients.toReversed().entries()) await receive(w, id, `M${at}`, [result('potassium', '7.1', 1)]);
  const outcomes: Outcome[] = [];
  await judgeTogether(jobOf(w, outcomes), judgeOf(w), patients);
  t.deepEqual(outcomes.map(({ opened }) => opened.length), [32, 4]);
  const { prisma } = w.hospital.database;
  const values = await prisma.criticalValue.findMany({ where: { patientId: { in: patients } }, orderBy: { id: 'asc' } });
  t.deepEqual(values.map(({ patientId }) => patientId), patients.toReversed());
});

/** How many patients wait to be judged by themselves. */
const waitingAlone = async ({ hospital }: World): Promise<number> => (await hospital.service.jobs.census()).find(({ queue }) => queue === 'critical-values.judge-alone')?.waiting ?? 0;

test.serial('a report that cannot be judged stops nobody else', async (t) => {
  const { w } = t.context;
  const before = await waitingAlone(w);
  const { prisma } = w.hospital.database;
  const patients = await Promise.all(Array.from({ length: 5 }, () => aPatient(w, true)));
  for (const [at, id] of patients.entries()) await receive(w, id, `M${at}`, [result('potassium', '4.1', 1)]);
  const bad = patients[2] ?? '';
  await prisma.fact.updateMany({ where: { subject: bad }, data: { data: { arrival: 'M2' } } });
  await judgeTogether(jobOf(w), judgeOf(w), patients);
  t.is(await waitingAlone(w) - before, 5);
  await w.settle();
  const judged = await prisma.judgedResult.findMany({ where: { patientId: { in: patients } }, select: { patientId: true } });
  t.deepEqual(judged.map(({ patientId }) => patientId).toSorted(), patients.filter((id) => id !== bad).toSorted());
});

test.serial('limits change by two people: drafted, tried against what was sent, approved, dated; the old ones come back anew; each decision names its version', async (t) => {
  const { w } = t.context;
  const { prisma } = w.hospital.database;
  await prisma.staff.updateMany({ where: { number: { in: ['9301', '1003'] } }, data: { functions: ['critical-limits'] } });
  const [author, other, stranger] = [await w.signIn('9301'), await w.signIn('1003'), await w.signIn('1001')];
  const patientId = await aPatient(w, true);
  let sent = 0;
  const judgedNow = async (item: keyof typeof items, value: string) => {
    w.tick(1000);
    await receive(w, patientId, `L${sent}`, [result(item, value, 0, { slot: `LIS|L${sent++}|${item}` })]);
    await judgeOne(jobOf(w), judgeOf(w), patientId);
    return prisma.judgedResult.findFirstOrThrow({ where: { patientId }, orderBy: { id: 'desc' }, select: { outcome: true, setVersion: true, limitId: true, departmentCode: true } });
  };
  const settings = (await judgedNow('potassium', '5.9')).setVersion;
  t.regex(settings, /^default-2\+[0-9a-f]{8}$/);
  for (const value of ['2.7', '4.1', '7.1']) await judgedNow('potassium', value);

  t.is((await stranger('POST', '/critical-limits', { version: 'qh-1' })).status, 403);
  const { id } = (await author('POST', '/critical-limits', { version: 'qh-1', title: '血钾' })).data as { id: string };
  t.is((await author('POST', '/critical-limits', { version: 'qh-1' })).error?.code, 'critical-values.set-version-taken');
  type Detail = { set: { limits: { id: string }[] }; trial: { state: string; judged: number; more: number; fewer: number; list: { change: string; value: string; before: string; after: string }[] }; differences: { id: string }[]; may: Record<string, boolean> };
  const detail = async (of = id): Promise<Detail> => (await author('GET', `/critical-limits/one?id=${of}`)).data as Detail;
  const potassium = (await detail()).set.limits.find((limit) => limit.id === 'potassium.adult');
  const change = (more: object) => author('POST', '/critical-limits/change', { id, limits: [{ ...potassium, ...more }] });
  const propose = async (by = author, of = id) => (await by('POST', '/critical-limits/propose', { id: of, note: '' })).error?.code ?? 'done';
  await change({ low: 9 });
  await author('POST', '/critical-limits/try', { id });
  await w.settle();
  t.is(await propose(), 'critical-values.set-faulty');
  await change({ low: 2.5, high: 5.8 });
  t.is(await propose(), 'critical-values.set-not-tried', 'it was changed since');
  await author('POST', '/critical-limits/try', { id });
  await w.settle();
  const { trial, differences, may } = await detail();
  const mine = (await prisma.judgedResult.findMany({ where: { patientId }, select: { id: true } })).length;
  t.is(trial.state, 'done');
  t.true(trial.judged >= mine);
  t.true(trial.more >= 1 && trial.fewer >= 1);
  t.true(trial.list.some((line) => line.change === 'more' && line.value === '5.9 mmol/L' && line.before === 'potassium.adult within-limits' && line.after === 'potassium.adult'));
  t.true(trial.list.some((line) => line.change === 'fewer' && line.value === '2.7 mmol/L'));
  t.deepEqual([differences.map((one) => one.id), may], [['potassium.adult'], { change: true, propose: true, approve: false, reject: false }]);
  t.is(await propose(), 'done');
  t.is((await change({ high: 5.7 })).error?.code, 'critical-values.set-not-draft');
  // The second of two people shows a second factor.
  const prove = async (by: typeof author): Promise<void> => {
    await by('POST', '/signatures/enrol', { pin: '258147' });
    t.is((await by('POST', '/sign-in/step-up', { method: 'pin', pin: '258147' })).status, 200);
  };
  await prove(author);
  t.is((await author('POST', '/critical-limits/approve', { id, note: '' })).error?.code, 'critical-values.set-own');
  const from = new Date(w.now().getTime() + 3_600_000);
  const unproved = await other('POST', '/critical-limits/approve', { id, note: '同意', from });
  t.is(unproved.status, 403);
  t.regex(unproved.error?.code ?? '', /step-up|fresh-sign-in/);
  await prove(other);
  t.is((await other('POST', '/critical-limits/approve', { id, note: '同意', from })).status, 200);

  t.like(await judgedNow('potassium', '5.9'), { outcome: 'not-critical', setVersion: settings });
  w.tick(3_600_000);
  t.deepEqual(await judgedNow('potassium', '5.9'), { outcome: 'critical', setVersion: 'qh-1', limitId: 'potassium.adult', departmentCode: 'CARD' });
  t.like(await judgedNow('potassium', '4.1'), { outcome: 'not-critical', setVersion: 'qh-1', limitId: 'potassium.adult' });

  const [again, second] = [await w.signIn('1003'), await w.signIn('9301')];
  const back = (await again('POST', '/critical-limits', { version: 'qh-2', basedOn: settings })).data as { id: string };
  await again('POST', '/critical-limits/try', { id: back.id });
  await w.settle();
  t.is(await propose(again, back.id), 'done');
  await prove(second);
  t.is((await second('POST', '/critical-limits/approve', { id: back.id, note: '' })).status, 200);
  t.like(await judgedNow('potassium', '5.9'), { outcome: 'not-critical', setVersion: 'qh-2' });
  const done = await prisma.audit.findMany({ where: { act: { startsWith: 'critical-values.', endsWith: '-set' } }, select: { act: true } });
  for (const act of ['draft', 'change', 'try', 'propose', 'approve']) t.true(done.some((row) => row.act === `critical-values.${act}-set`), act);
});

const file = (content: string) => ({ name: 'limits.json', type: 'application/json', base64: Buffer.from(content).toString('base64') });

test.serial('a file becomes a draft that another person has to approve, and one that cannot be read says where', async (t) => {
  const { w } = t.context;
  await w.hospital.database.prisma.staff.updateMany({ where: { number: '9301' }, data: { functions: ['critical-limits'] } });
  const author = await w.signIn('9301');
  const { id } = (await author('POST', '/critical-limits', { version: 'file-1', file: file('{"version":"x","limits":[{"id":"sodium.icu","item":"sodium","scope":"icu","low":115}]}') })).data as { id: string };
  const { state, version, set, differences } = (await author('GET', `/critical-limits/one?id=${id}`)).data as { state: string; version: string; set: { limits: { id: string; low: number }[] }; differences: unknown[] };
  t.like({ state, version }, { state: 'draft', version: 'file-1' });
  t.is(set.limits.find((limit) => limit.id === 'sodium.icu')?.low, 115);
  t.is(differences.length, 1);
  const bad = await author('POST', '/critical-limits', { version: 'file-2', file: file('{"version":"x","limits":[{"id":"sodium.icu","hihg":1}]}') });
  t.deepEqual([bad.status, bad.error?.code], [400, 'critical-values.set-file']);
  t.regex(bad.error?.message ?? '', /limits\.0.*hihg/);
});
