/** What is typed, by whom: people of the directory with their relations, and texts of each kind about their own patients and others'. */
import { Prisma } from '../../prisma/generated/client.ts';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { KeyRing } from '../../services/core/seal.ts';
import { soundOf } from '../../services/core/name-keys.ts';
import type { DataScope, Viewer } from '../../services/shared/data-scope/index.ts';
import { demoIdentity } from '../../services/shared/patients/index.ts';
import { places } from './hospital.ts';

export interface Asking {
  readonly viewer: Viewer & { readonly is: string };
  readonly kind: string;
  readonly text: string;
}

type Caller = Asking['viewer'];
type Draw = (below: number) => number;

const listing = { module: 'patients', act: 'list' } as const;

function callers(draw: Draw): Caller[] {
  const { departments, wards, doctors, nurses } = places;
  const doctor = (n: number, is: string): Caller => ({ id: `S${n}`, role: 'doctor', adminRole: undefined, departmentCode: `D${n % departments}`, wardCode: undefined, is });
  const nurse = (n: number, is: string): Caller => ({ id: `N${n}`, role: 'nurse', adminRole: undefined, departmentCode: `D${(n % wards) % departments}`, wardCode: `W${n % wards}`, is });
  const many = (count: number, one: (n: number) => Caller): Caller[] => Array.from({ length: count }, (_none, n) => one(n));
  return [
    ...many(90, () => doctor(departments + draw(doctors - departments), 'doctor')),
    ...many(70, () => nurse(departments + draw(nurses - departments), 'nurse')),
    ...many(20, () => doctor(draw(departments), 'head of a department')),
    ...many(10, () => nurse(draw(departments), 'head nurse')),
    ...many(10, () => ({ id: `T${draw(60)}`, role: 'technician', adminRole: undefined, departmentCode: `D${departments}`, wardCode: undefined, is: 'technician with a permission' })),
  ];
}

interface Target {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly visit: string;
  readonly bed: string | null;
  readonly ward: string | null;
  readonly place: number;
}

/** Six in ten are about a patient the caller may see; the others about any. */
const ownShare = 0.6;

/** As many texts as asked for, each kind as often as the others; identity numbers and telephones of those meant are written by the product's own sealing. */
export async function askings(prisma: PrismaClient, scope: DataScope, seal: KeyRing, { count, patients, now, draw }: { readonly count: number; readonly patients: number; readonly now: Date; readonly draw: Draw }): Promise<Asking[]> {
  const people = callers(draw);
  const own = new Map<Caller, Target[]>();
  for (const one of people) own.set(one, await targetsOf(prisma, await scope.visibleVisits(prisma, one, listing, now)));
  const any = await anyTargets(prisma, patients, draw);
  const identify = demoIdentity(seal);
  const known = new Set<string>();
  const made: Asking[] = [];
  const kinds = Object.entries(texts);
  while (made.length < count) {
    const viewer = people[draw(people.length)];
    const [kind, textOf] = kinds[made.length % kinds.length] ?? [];
    if (viewer === undefined || kind === undefined || textOf === undefined) continue;
    const mine = own.get(viewer) ?? [];
    const target = draw(100) < ownShare * 100 && mine.length > 0 ? mine[draw(mine.length)] : any[draw(any.length)];
    if (target === undefined) continue;
    if (!known.has(target.id)) {
      known.add(target.id);
      await prisma.patient.update({ where: { id: target.id }, data: identify(target.id, { idNumber: cardOf(target.place), phone: phoneOf(target.place) }) });
    }
    const text = await textOf(target, prisma);
    if (text !== undefined) made.push({ viewer, kind, text });
  }
  return made;
}

const visitColumns = Prisma.sql`p.id, p.number, p.name, v.number AS visit, v.bed, w.name AS ward`;

async function targetsOf(prisma: PrismaClient, visible: Prisma.Sql): Promise<Target[]> {
  const rows = await prisma.$queryRaw<Omit<Target, 'place'>[]>`SELECT ${visitColumns} FROM visit v JOIN patient p ON p.id = v.patient_id LEFT JOIN ward w ON w.code = v.ward_code WHERE ${visible} LIMIT 40`;
  return rows.map(placed);
}

async function anyTargets(prisma: PrismaClient, patients: number, draw: Draw): Promise<Target[]> {
  const numbers = Array.from({ length: 400 }, () => `P${String(draw(patients)).padStart(8, '0')}`);
  const rows = await prisma.$queryRaw<Omit<Target, 'place'>[]>`SELECT DISTINCT ON (p.id) ${visitColumns} FROM visit v JOIN patient p ON p.id = v.patient_id LEFT JOIN ward w ON w.code = v.ward_code WHERE p.number = ANY(${numbers}) ORDER BY p.id`;
  return rows.map(placed);
}

const placed = (row: Omit<Target, 'place'>): Target => ({ ...row, place: Number(row.number.slice(1)) });
const phoneOf = (n: number): string => `139${String(n % 100_000_000).padStart(8, '0')}`;

/** A resident's number with its check character. */
function cardOf(n: number): string {
  const body = `11010119${String(50 + (n % 50))}0${1 + (n % 9)}${String(10 + (n % 18))}${String(n % 1000).padStart(3, '0')}`;
  const sum = Array.from(body).reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

type TextOf = (target: Target, prisma: PrismaClient) => string | undefined | Promise<string | undefined>;

const keysOf = async ({ id }: Target, prisma: PrismaClient) => prisma.patientName.findFirst({ where: { patientId: id, reading: 0 } });

const texts: Readonly<Record<string, TextOf>> = {
  'name': ({ name }) => name,
  'beginning of a name': ({ name }) => Array.from(name).slice(0, 2).join(''),
  'family name alone': ({ name }) => Array.from(name)[0],
  'given name': async (target, prisma) => (await keysOf(target, prisma))?.given,
  'homophone': async (target, prisma) => {
    const keys = await keysOf(target, prisma);
    const other = keys === null ? null : await prisma.patientName.findFirst({ where: { sound: soundOf(keys.pinyin), name: { not: keys.name } } });
    return other?.name ?? keys?.name;
  },
  'pinyin': async (target, prisma) => (await keysOf(target, prisma))?.pinyin,
  'beginning of pinyin': async (target, prisma) => (await keysOf(target, prisma))?.pinyin.slice(0, 5),
  'initials': async (target, prisma) => (await keysOf(target, prisma))?.initials,
  'identity number': ({ place }) => cardOf(place),
  'card or wristband': ({ number }) => number,
  'visit number': ({ visit }) => visit,
  'telephone': ({ place }) => phoneOf(place),
  'last four of it': ({ place }) => phoneOf(place).slice(-4),
  'bed': ({ bed }) => `${bed ?? '12'}床`,
  'bed of a ward': ({ bed, ward }) => `${ward ?? '3病区'}${bed ?? '12'}床`,
  'QR code': ({ number, visit, bed }) => `ZY|${number}|${visit}|${bed ?? ''}`,
};
