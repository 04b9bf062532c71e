/** Which wards somebody may see, and one of them bed by bed: people in scope, the rest as an exception opens them, else only that the bed is taken. */
import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { dayOf, midnightOf } from '../../../cards/days.ts';
import { mask } from '../../../cards/masking.ts';
import { age, bedWords, sexWord } from '../../../cards/people.ts';
import { type StaffActor, byAnyStaff } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type Query, type QueryContext, defineQuery } from '../../core/module.ts';
import { type DataScope, exceptionFor, policyRoleOf } from '../../shared/data-scope/index.ts';
import type { Place, Stay } from './model.ts';
import { dayOfStay, isNewToday, leavingOf, placesOf } from './rules.ts';
import { type BedView, type LyingView, type WardMap, type WardsView, wardInput, wardMap, wardsView } from './schema.ts';
import { type Days, bedsIn, lies, occupancyOf, staysIn } from './store.ts';

const { sql } = Prisma;
const listing = { module: 'patients', act: 'list' } as const;

/** How many critical values of each person wait; lent by their module. */
export type CountOpen = (tx: Tx, patients: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/** Plan for the whole house, and see numbers: of their own rights they see no patient. */
const planners = ['medical-office', 'records-office', 'admission-centre', 'administrator', 'duty-administrator'];

function readerOf({ actor }: QueryContext): StaffActor {
  if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
  return actor;
}

const isPlanner = (scope: DataScope, actor: StaffActor): boolean => planners.includes(policyRoleOf(actor, scope.rules.offices));
/** Over `ward w`: of one's own department, or where one works. */
const isOwn = ({ departmentCode, wardCode }: StaffActor): Prisma.Sql => sql`coalesce(w.department_code = ${departmentCode} OR w.code = ${wardCode ?? null}, FALSE)`;

/** One's own wards, and those where somebody lies whom one may see; all of them for who plans. */
async function seenBy(tx: Tx, scope: DataScope, actor: StaffActor, now: Date): Promise<Prisma.Sql> {
  if (isPlanner(scope, actor)) return sql`TRUE`;
  return sql`(${isOwn(actor)} OR w.code IN (SELECT v.ward_code FROM visit v WHERE ${lies} AND ${await scope.visibleVisits(tx, actor, listing, now)}))`;
}

function daysFrom(now: Date): Days {
  const today = dayOf(now);
  return { today: midnightOf(today), tomorrow: midnightOf(today, 1), dayAfterTomorrow: midnightOf(today, 2) };
}

export function wards(scope: DataScope): Query<Record<string, never>, WardsView> {
  return defineQuery({
    name: 'beds.wards',
    input: z.object({}),
    output: wardsView,
    policy: byAnyStaff,
    // Numbers of beds, no patient in them: a look needs no audit row.
    audited: false,
    body: async (context) => {
      const { tx, now } = context;
      const actor = readerOf(context);
      return { wards: await occupancyOf(tx, await seenBy(tx, scope, actor, now), isOwn(actor), daysFrom(now)), everywhere: isPlanner(scope, actor) };
    },
  });
}

export function ward(scope: DataScope, countOpen: CountOpen): Query<z.infer<typeof wardInput>, WardMap> {
  return defineQuery({
    name: 'beds.ward',
    input: wardInput,
    output: wardMap,
    policy: byAnyStaff,
    audited: true,
    // The map asks again every three minutes while it is looked at.
    oneLookMinutes: 15,
    subject: ({ ward: code }) => `ward:${code}`,
    patients: (_input, { beds }) => beds.flatMap(({ patient }) => patient?.id ?? []),
    body: async (context, { ward: code }) => {
      const { tx, now } = context;
      const actor = readerOf(context);
      const [occupancy] = await occupancyOf(tx, sql`w.code = ${code} AND ${await seenBy(tx, scope, actor, now)}`, isOwn(actor), daysFrom(now));
      if (occupancy === undefined) throw new Refusal('core.not-found', {}, 404);
      const places = placesOf(await bedsIn(tx, code), await staysIn(tx, code, await scope.visibleVisits(tx, actor, listing, now)));
      const opened = occupancy.own ? ((await exceptionFor(tx, 'bed-overview', actor)) ?? none) : none;
      const waiting = await countOpen(tx, places.flatMap(({ stay }) => (stay?.visible === true ? stay.patientId : [])));
      return { ward: occupancy, beds: places.map((place) => bedOf(place, { actor, now, opened, waiting })) };
    },
  });
}

const none: ReadonlySet<string> = new Set();

interface Reading {
  readonly actor: StaffActor;
  readonly now: Date;
  /** Columns of the exception. */
  readonly opened: ReadonlySet<string>;
  readonly waiting: ReadonlyMap<string, number>;
}

function bedOf({ bed, room, state, note, readiness, extra, stay }: Place, reading: Reading): BedView {
  return { bed: bedWords(bed), room: room ?? '', state, note: note ?? '', readiness: readiness ?? null, extra, patient: stay === undefined ? null : lyingOf(stay, reading) };
}

function lyingOf(stay: Stay, reading: Reading): LyingView | null {
  if (stay.visible) return whole(stay, reading);
  const { opened } = reading;
  const shows = (column: string): boolean => opened.has(column);
  if (stay.flagged || !['patient', 'care-level', 'doctor'].some(shows)) return null;
  const seen = whole(stay, reading);
  return {
    ...seen,
    opens: false, mine: false, isolation: '', allergic: false, nurse: '', day: null, fresh: false, leaving: null, critical: 0,
    ...(shows('patient') ? {} : { name: '', sex: '', age: '' }),
    ...(shows('care-level') ? {} : { careLevel: '', condition: '' }),
    ...(shows('doctor') ? {} : { doctor: '' }),
  };
}

function whole(stay: Stay, { actor, now, waiting }: Reading): LyingView {
  const { patientId, birthDate, admittedAt, dischargePlannedAt, attending, nurseNumber, allergies } = stay;
  return {
    id: patientId,
    opens: true,
    name: mask('name', stay.name),
    sex: sexWord(stay.sex),
    age: age(birthDate ?? undefined, now),
    careLevel: stay.careLevel ?? '',
    condition: stay.condition ?? '',
    isolation: stay.isolation ?? '',
    allergic: Array.isArray(allergies) && allergies.length > 0,
    doctor: stay.doctor ?? '',
    nurse: stay.nurse ?? '',
    mine: attending === actor.id || nurseNumber === actor.id,
    day: dayOfStay(admittedAt, now),
    fresh: isNewToday(admittedAt, now),
    leaving: leavingOf(dischargePlannedAt, now),
    critical: waiting.get(patientId) ?? 0,
  };
}
