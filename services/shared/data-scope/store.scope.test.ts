import test, { type ExecutionContext } from 'ava';
import * as fc from 'fast-check';
import { testDatabase } from '../../../tests/kit/database.ts';
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts';
import { newId } from '../../core/ids.ts';
import { type Relation, acts, flags, policyRoles, scopedModules } from './model.ts';
import { explain } from './queries.answers.ts';
import { policyOf, relationsWith } from './rules.ts';
import { boundless, condition } from './store.relations.ts';
import { type Viewer, createScope } from './store.scope.ts';

const now = new Date('2026-11-21T02:00:00Z');
const day = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const scope = createScope({ offices: { laboratories: ['LAB'], medicalOffices: ['MEDO'], recordsOffices: ['MEDR'], admissionCentres: ['ADMC'] }, afterDischargeDays: 30, breakGlassHours: 4, permissionMaxDays: 30 });

const places = { departments: ['D1', 'D2', 'LAB', 'MEDO', 'ADMC'], wards: ['W1', 'W2', 'W3'], groups: ['G1', 'G2', 'G3'], staff: ['1', '2', '3', '4', '5', '6'] };
const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const perhaps = <T>(values: readonly T[]) => fc.constantFrom<(T | null)[]>(null, ...values);
const span = fc.constantFrom<[Date, Date | null][]>([day(-10), null], [day(-10), day(5)], [day(-10), day(-1)], [day(1), day(9)]);

const hospital = fc.record({
  staff: fc.tuple(...places.staff.map((number) => fc.record({ number: fc.constant(number), role: one(['doctor', 'nurse', 'technician', 'administrator']), departmentCode: one(places.departments), wardCode: perhaps(places.wards) }))),
  groups: fc.tuple(...places.groups.map((code) => fc.record({ code: fc.constant(code), departmentCode: one(places.departments), leader: one(places.staff), active: fc.boolean() }))),
  members: fc.array(fc.record({ groupCode: one(places.groups), staffNumber: one(places.staff), span }), { maxLength: 8 }),
  duties: fc.array(fc.record({ departmentCode: one(places.departments), duty: one(['head', 'head-nurse', 'duty-doctor']), staffNumber: one(places.staff), span }), { minLength: 3, maxLength: 6 }),
  visits: fc.array(
    fc.record({
      patient: fc.nat(5), kind: one(['inpatient', 'outpatient']), state: one(['here', 'here', 'planned']), departmentCode: perhaps([...places.departments, 'UNKNOWN']), wardCode: perhaps([...places.wards, 'UNKNOWN']),
      attending: perhaps(places.staff), nurse: perhaps(places.staff), groupCode: perhaps(places.groups), dischargedAt: perhaps([day(-3), day(-40)]), asOf: one([day(-2), day(-50)]), counts: one([true, true, true, false]),
    }),
    { maxLength: 8 },
  ),
  grants: fc.array(
    fc.record({ kind: one(['break-glass', 'permission', 'consultation', 'operation']), staffNumber: one([...places.staff, '']), departmentCode: perhaps(places.departments), scope: one(['patient', 'group', 'ward', 'department']), at: fc.nat(5), until: one([day(1), day(-1)]), revokedAt: perhaps([day(-1)]) }),
    { maxLength: 6 },
  ),
  flags: fc.array(fc.record({ patient: fc.nat(5), flag: one(flags) }), { maxLength: 4 }),
});
type Hospital = typeof hospital extends fc.Arbitrary<infer T> ? T : never;

const patients = Array.from({ length: 6 }, (_, index) => newId(now.getTime() + index));
const patientAt = (index: number): string => patients[index] ?? '';

const spanned = <T extends { span: [Date, Date | null] }>({ span: [from, until], ...row }: T) => ({ ...row, id: newId(), from, until });

async function fill(prisma: PrismaClient, given: Hospital): Promise<void> {
  await prisma.$executeRawUnsafe('TRUNCATE visit, circle_name, medical_group_member, medical_group, duty, access_grant, patient_flag, staff CASCADE');
  await prisma.staff.createMany({ data: given.staff.map((row) => ({ ...row, name: row.number, title: '' })) });
  await prisma.medicalGroup.createMany({ data: given.groups.map((row) => ({ ...row, name: row.code })) });
  await prisma.medicalGroupMember.createMany({ data: given.members.map(spanned) });
  await prisma.duty.createMany({ data: given.duties.map(spanned) });
  await prisma.visit.createMany({ data: given.visits.map(({ patient, ...row }, index) => ({ ...row, id: newId(), number: `V${index}`, patientId: patientAt(patient) })) });
  const targets = { patient: patients, group: places.groups, ward: places.wards, department: places.departments };
  await prisma.accessGrant.createMany({
    data: given.grants.map(({ at, scope: kind, ...row }) => ({ ...row, id: newId(), scope: kind, target: targets[kind as keyof typeof targets][at % targets[kind as keyof typeof targets].length] ?? '', reason: 'x', givenBy: 'x', from: day(-5) })),
  });
  await prisma.patientFlag.createMany({ data: given.flags.map(({ patient, flag }) => ({ patientId: patientAt(patient), flag, setBy: 'x', setAt: now })), skipDuplicates: true });
}

async function prepared(t: ExecutionContext): Promise<PrismaClient> {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const { prisma } = database;
  await prisma.department.createMany({ data: places.departments.map((code) => ({ code, name: code, kind: 'inpatient' })) });
  await prisma.ward.createMany({ data: [['W1', 'D1'], ['W2', 'D1'], ['W3', 'D2']].map(([code = '', departmentCode = '']) => ({ code, name: code, departmentCode })) });
  await prisma.patient.createMany({ data: patients.map((id, index) => ({ id, number: `P${index}`, name: '某', sex: 'U' })) });
  await prisma.patientName.createMany({ data: patients.map((patientId) => ({ patientId, reading: 0, name: '某', given: '', pinyin: 'mou', givenPinyin: '', initials: 'm', sound: 'mou' })) });
  return prisma;
}

const viewerOf = ({ number, wardCode, ...rest }: Hospital['staff'][number]): Viewer => ({ ...rest, id: number, wardCode: wardCode ?? undefined, adminRole: undefined });

/** Relations of a stay, which end with it. */
const ofStays = ['attending', 'group', 'responsible-nurse', 'ward', 'head', 'head-nurse', 'permission-area'] as const satisfies readonly Relation[];
type Held = { readonly staff: string; readonly visit: string } & Readonly<Record<(typeof ofStays)[number], boolean | null>>;

/** Said once more in words of its own: both ways of deciding ask the same conditions, so that neither finds fault with them. */
async function holdsToStays(t: ExecutionContext, prisma: PrismaClient, given: Hospital): Promise<void> {
  const columns = { number: Prisma.sql`s.number`, ward: Prisma.sql`s.ward_code`, department: Prisma.sql`s.department_code` };
  const holds = ofStays.map((relation) => Prisma.sql`${condition(relation, columns, scope.whenOf(now))} AS ${Prisma.raw(`"${relation}"`)}`);
  const all = await prisma.$queryRaw<Held[]>`SELECT s.number AS staff, v.number AS visit, ${Prisma.join(holds)} FROM staff s CROSS JOIN visit v`;
  t.is(all.length, given.staff.length * given.visits.length);
  for (const held of all) {
    const [visit, person] = [given.visits[Number(held.visit.slice(1))], given.staff.find(({ number }) => number === held.staff)];
    if (visit === undefined || person === undefined) return t.fail('a row of nobody');
    const { counts, kind, dischargedAt, asOf } = visit;
    const lives = counts && (dischargedAt !== null || kind === 'outpatient' ? (dischargedAt ?? asOf) > day(-30) : true);
    t.deepEqual(lives ? [] : ofStays.filter((relation) => held[relation] === true), [], 'a stay that is over gives nobody a relation');
    t.is(held.attending === true, lives && visit.attending === person.number);
    t.is(held['responsible-nurse'] === true, lives && visit.nurse === person.number);
    t.is(held.ward === true, lives && visit.wardCode !== null && visit.wardCode === person.wardCode);
  }
}

/** Whoever may be seen is where a search by name looks; returns how many. */
async function areInCircles(t: ExecutionContext, prisma: PrismaClient, viewer: Viewer): Promise<number> {
  const { visible, circles, people, since } = await scope.sight(prisma, viewer, { module: 'patients', act: 'list' }, now);
  const isNear = Prisma.sql`(v.patient_id = ANY(${[...people]}::uuid[]) OR EXISTS (SELECT 1 FROM circle_name n WHERE n.visit_id = v.id AND n.circle = ANY(${[...circles]}) AND n.until > ${since}::timestamptz))`;
  const seen = await prisma.$queryRaw<{ number: string; near: boolean }[]>`SELECT v.number, ${isNear} AS near FROM visit v WHERE ${visible}`;
  t.deepEqual(seen.filter(({ near }) => !near), [], `${viewer.id} would not find her by name`);
  return seen.length;
}

test('in random hospitals whoever is in a list is where a search by name looks', async (t) => {
  const prisma = await prepared(t);
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(hospital, async (given) => {
      await fill(prisma, given);
      for (const viewer of given.staff.map(viewerOf)) seen += await areInCircles(t, prisma, viewer);
    }),
    { numRuns: 40, seed: 20261201 },
  );
  t.true(seen > 20);
});

test('no list is made by a relation that no circle is kept for', (t) => {
  for (const role of policyRoles) {
    const shown = relationsWith(policyOf(role, { module: 'patients', act: 'list' }), 'yes');
    t.deepEqual(shown.filter((relation) => boundless.includes(relation)), [], role);
  }
});

test('in random hospitals the patients of a list are those a single decision says yes to, and "why" agrees', async (t) => {
  const prisma = await prepared(t);
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(hospital, async (given) => {
      await fill(prisma, given);
      await holdsToStays(t, prisma, given);
      for (const viewer of given.staff.map(viewerOf)) {
        for (const module of scopedModules) {
          const [use, rows] = [{ module, act: 'list' } as const, await prisma.$queryRaw<{ id: string }[]>`SELECT p.id FROM patient p WHERE p.id IN ${await scope.visiblePatients(prisma, viewer, { module, act: 'list' }, now)}`];
          const listed = new Set(rows.map(({ id }) => id));
          for (const id of patients) {
            const { verdict } = await scope.decide(prisma, viewer, id, use, now);
            t.is(listed.has(id), verdict === 'yes');
          }
          seen += listed.size;
        }
      }
    }),
    { numRuns: 8, seed: 20261121 },
  );
  t.true(seen > 30, 'some hospital let somebody see something');
});

test('what a list shows, a look opens: no act says yes where the detail does not', async (t) => {
  const prisma = await prepared(t);
  await fc.assert(
    fc.asyncProperty(hospital, fc.nat(5), fc.nat(5), async (given, staff, patient) => {
      await fill(prisma, given);
      const person = given.staff[staff % given.staff.length];
      if (person === undefined) return;
      const viewer = viewerOf(person);
      const answers = await Promise.all(acts.map((act) => explain(prisma, scope, viewer, patientAt(patient), { module: 'patients', act }, now)));
      const detail = answers[acts.indexOf('detail')];
      t.true(answers.every(({ verdict }) => verdict !== 'yes' || detail?.verdict === 'yes'));
      const decided = await scope.decide(prisma, viewer, patientAt(patient), { module: 'patients', act: 'detail' }, now);
      t.deepEqual([detail?.verdict, detail?.relation], [decided.verdict, decided.relation ?? null]);
    }),
    { numRuns: 10, seed: 20261122 },
  );
});
