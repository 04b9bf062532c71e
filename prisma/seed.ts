/**
 * Puts the demonstration hospital into a database, as HIS and the address books would have told it. Safe to repeat:
 * what exists stays as it is, so a demonstration goes on where it was left.
 */
import type { Prisma, PrismaClient } from './generated/client.ts';
import { type DemoIdentity, type DemoPerson, bedsOf, campuses, departments, groups, identityOf, institution, outpatients, patients, staff, wards } from './demo/hospital.ts';
import { patterns, rosterAt } from './demo/roster.ts';
import { type DemoPage, departmentPages, institutionPage } from './demo/public.ts';

export interface SeedOptions {
  readonly now: Date;
  /** Corporation ids of the two tenants. */
  readonly corps: { readonly dingtalk: string; readonly wecom: string };
  readonly newId: (now: number) => string;
  /** Identity and contact data as columns of the patient: sealed, with their indexes. Without it nobody has any. */
  readonly identity?: (patientId: string, said: DemoIdentity) => Partial<Prisma.PatientCreateManyInput>;
  /** A name as rows of keys to look it up by; without it nobody is found by name. */
  readonly names?: (named: { readonly patientId: string; readonly name: string }) => readonly Prisma.PatientNameCreateManyInput[];
}

/** Any number; only the same for everybody who seeds. */
const lockKey = 7_290_413;

/** Two processes may start at once on an empty database: the second waits and finds everything in place. */
export async function seed(prisma: PrismaClient, options: SeedOptions): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey}::bigint)`;
    await fill(tx, options);
  }, { maxWait: 60_000, timeout: 60_000 });
}

async function fill(prisma: Prisma.TransactionClient, options: SeedOptions): Promise<void> {
  const { now, corps, newId } = options;
  const id = () => newId(now.getTime());
  const { count: isNew } = await prisma.institution.createMany({ data: [{ ...institution, ...written(institutionPage) }], skipDuplicates: true });
  await prisma.campus.createMany({ data: campuses.map((campus) => ({ ...campus, institutionCode: institution.code })), skipDuplicates: true });
  await prisma.department.createMany({ data: departments.map(({ parent, ...row }) => ({ ...row, ...written(departmentPages[row.code] ?? {}), institutionCode: institution.code, parentCode: parent ?? null })), skipDuplicates: true });
  if (isNew > 0) await prisma.publicPage.createMany({ data: publicPages(now), skipDuplicates: true });
  await prisma.ward.createMany({ data: wards.map(({ code, name, department }) => ({ code, name, departmentCode: department })), skipDuplicates: true });
  await prisma.bed.createMany({ data: wards.flatMap(bedsOf).map(({ ward, ...bed }) => ({ code: `${ward}/${bed.number}`, wardCode: ward, ...bed })), skipDuplicates: true });
  const people = staff.map(({ number, name, role, title, departmentCode, wardCode, adminRole }) => ({ number, name, role, title, departmentCode, wardCode: wardCode ?? null, adminRole: adminRole ?? null }));
  await prisma.staff.createMany({ data: people, skipDuplicates: true });
  await prisma.staffAccount.createMany({ data: accounts(corps), skipDuplicates: true });
  const from = new Date(now.getTime() - 86_400_000);
  if ((await prisma.medicalGroup.count()) === 0) {
    await prisma.medicalGroup.createMany({ data: groups.map(({ code, name, department, leader }) => ({ code, name, departmentCode: department, leader })) });
    await prisma.medicalGroupMember.createMany({ data: groups.flatMap(({ code, members }) => members.map((staffNumber) => ({ id: id(), groupCode: code, staffNumber, from }))) });
  }
  if ((await prisma.duty.count()) === 0) {
    await prisma.duty.createMany({ data: rosterAt(now).map((turn) => ({ id: id(), ...turn })) });
    await prisma.dutyPattern.createMany({ data: patterns.map(({ shifts, ...pattern }) => ({ ...pattern, shifts: shifts.map((shift) => ({ ...shift })), kept: true, changedAt: now, changedBy: '9101' })), skipDuplicates: true });
  }
  // A fresh hospital shows a department's critical values to nobody beyond the group and the ward, and rosters of clinics and duties to nobody of another department; this one opened all three.
  const set = { changedAt: now, changedBy: '9102' };
  await prisma.setting.createMany({
    data: [{ name: 'data-scope.exception.rosters', value: { on: true, roles: ['doctor', 'nurse', 'pharmacist', 'technician', 'administrator'], departments: [], columns: ['person', 'title', 'shift', 'bookings'] }, ...set }, { name: 'data-scope.exception.critical-value-register', value: { on: true, roles: ['doctor', 'nurse'], departments: [], columns: ['patient', 'result', 'progress', 'people', 'open'] }, ...set }, { name: 'data-scope.exception.on-call', value: { on: true, roles: ['doctor', 'nurse', 'pharmacist', 'technician', 'administrator'], departments: [], columns: ['person', 'duty', 'phone'] }, ...set }],
    skipDuplicates: true,
  });
  await seedPatients(prisma, options, id);
  await seedOutpatients(prisma, options, id);
}

const written = <T extends DemoPage>({ tags = [], ...page }: T) => ({ ...page, tags: [...tags] });

/** As the system administrator published them. */
function publicPages(now: Date): Prisma.PublicPageCreateManyInput[] {
  const nothing = { kind: null, level: null, tags: [], address: null, phone: null, homePage: null, intro: null, floorGuide: null, visitGuide: null, campuses: [], pictures: [] };
  const published = { publishedAt: now, publishedBy: '9101' };
  const { name, level, address, hotline } = institution;
  const hospital = { ...nothing, ...written(institutionPage), name, level, address, phone: hotline, campuses: campuses.map((campus) => ({ name: campus.name, address: campus.address, hotline: null })) };
  const others = departments.flatMap(({ code, name, kind }) => {
    const page = departmentPages[code];
    if (page === undefined) return [];
    const { location, ...rest } = written(page);
    return [{ owner: `department:${code}`, text: { ...nothing, ...rest, name, kind, address: location ?? null }, ...published }];
  });
  return [{ owner: `institution:${institution.code}`, text: hospital, ...published }, ...others];
}

function accounts(corps: SeedOptions['corps']): { platform: string; corp: string; user: string; userFolded: string; staffNumber: string }[] {
  return staff.flatMap((person) =>
    (['dingtalk', 'wecom'] as const).flatMap((platform) => {
      const user = person[platform];
      return user === undefined ? [] : [{ platform, corp: corps[platform], user, userFolded: user.toLowerCase(), staffNumber: person.number }];
    }),
  );
}

async function seedPatients(prisma: Prisma.TransactionClient, options: SeedOptions, id: () => string): Promise<void> {
  const { now } = options;
  const known = new Set((await prisma.patient.findMany({ select: { number: true } })).map((row) => row.number));
  const fresh = patients.filter(({ number }) => !known.has(number)).map((patient) => ({ ...patient, patientId: id(), admittedAt: new Date(now.getTime() - patient.admittedDaysAgo * 86_400_000) }));
  await createPatients(prisma, fresh, options);
  await prisma.visit.createMany({
    data: fresh.map(({ patientId, visit, ward, bed, attending, nurse, diagnosis, admittedAt }) => ({
      id: id(),
      number: visit,
      patientId,
      kind: 'inpatient',
      departmentCode: wards.find(({ code }) => code === ward)?.department ?? null,
      wardCode: ward,
      bed,
      attending,
      nurse,
      diagnosis,
      admittedAt,
      asOf: admittedAt,
    })),
  });
}

async function seedOutpatients(prisma: Prisma.TransactionClient, options: SeedOptions, id: () => string): Promise<void> {
  const { now } = options;
  const known = new Set((await prisma.patient.findMany({ select: { number: true } })).map((row) => row.number));
  const fresh = outpatients.filter(({ number }) => !known.has(number)).map((patient) => ({ ...patient, patientId: id(), at: new Date(now.getTime() - patient.daysAgo * 86_400_000) }));
  await createPatients(prisma, fresh, options);
  await prisma.visit.createMany({ data: fresh.map(({ patientId, visit, department, attending, diagnosis, at }) => ({ id: id(), number: visit, patientId, kind: 'outpatient', departmentCode: department, attending, diagnosis, admittedAt: at, asOf: at })) });
}

async function createPatients(prisma: Prisma.TransactionClient, fresh: readonly (DemoPerson & { readonly patientId: string })[], options: SeedOptions): Promise<void> {
  const { names } = options;
  await prisma.patient.createMany({ data: fresh.map((person) => ({ ...patientRow(person, options), ...(names && { namedAs: person.name }) })) });
  if (names) await prisma.patientName.createMany({ data: fresh.flatMap(names) });
}

/** `newborn-3`: three days old on the day of the start. */
function birthDate(text: string, now: Date): Date {
  const age = /^newborn-(\d+)$/.exec(text)?.[1];
  return age === undefined ? new Date(`${text}T00:00:00+08:00`) : new Date(now.getTime() - Number(age) * 86_400_000);
}

function patientRow(person: DemoPerson & { readonly patientId: string }, { now, identity }: SeedOptions): Prisma.PatientCreateManyInput {
  const { patientId: id, number, name, sex } = person;
  const said = identityOf(person);
  return { id, number, name, sex, birthDate: birthDate(person.birthDate, now), ...(said === undefined ? {} : identity?.(id, said)) };
}
