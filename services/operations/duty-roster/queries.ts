/** Rosters to read. No patients in any of it, so a look needs no audit row. */
import { z } from 'zod';
import { moment } from '../../../cards/words.ts';
import { byAnyStaff } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type QueryContext, defineQuery } from '../../core/module.ts';
import { nameKeys, plainPinyin } from '../../core/name-keys.ts';
import { fill } from '../../core/phrases.ts';
import { departmentRows, findPeople, namesOf } from '../../shared/directory/index.ts';
import { absencesOf, dutiesOf, findDuty, leavesOf, patternsOf } from '../../shared/on-call/index.ts';
import { type Absence, type Duty, type DutyKind, type Stretch, dayAfter, dayOf, holderAt, holdsAt, holes, momentOf, mondayOf, nextOf, overlap, slotsOf } from '../../shared/on-call/schema.ts';
import { rosterChanged } from './events.ts';
import { dutyWords, storyWords } from './phrases.ts';
import { until } from './rules.ts';
import { type EntryView, type Who, departmentList, foundPeople, historyQuery, historyView, mineView, overviewView, peopleQuery, tonightQuery, tonightView, weekQuery, weekView } from './schema.ts';
import { type Rosters, type Sight, keeperOf, keepsAll, keptBy, readsAll, sightOf } from './store.keepers.ts';
import { missingIn, rosterDepartments } from './store.missing.ts';
import { reachableOf, waitingRequests } from './store.ts';

const dayMs = 86_400_000;

/** @throws Refusal `core.not-found` */
async function departmentNamed(tx: Tx, code: string): Promise<{ code: string; name: string }> {
  const found = (await departmentRows(tx)).find((each) => each.code === code);
  if (found === undefined) throw new Refusal('core.not-found', {}, 404);
  return { code, name: found.name };
}

const ownDepartment = ({ actor }: QueryContext): string => (actor.kind === 'staff' ? actor.departmentCode : '');

interface Seen {
  readonly entry: (duty: Duty) => EntryView;
  readonly who: (number: string) => Who;
}

/** Duties as a page shows them: names, who is of another department, whom no card reaches, who was asked to stand in. */
async function seen(tx: Tx, duties: readonly Duty[], more: readonly string[] = []): Promise<Seen> {
  const numbers = [...duties.flatMap(({ staffNumber, standsInFor }) => [staffNumber, ...(standsInFor === null ? [] : [standsInFor])]), ...more];
  const people = await findPeople(tx, numbers);
  const reachable = await reachableOf(tx, numbers);
  const waiting = await waitingRequests(tx, { duties: duties.map(({ id }) => id) });
  const asked = await namesOf(tx, waiting.map((request) => ({ number: request.asked })));
  const who = (number: string): Who => {
    const { name = number, title = '', departmentCode = '', departmentName = '' } = people.get(number) ?? {};
    return { number, name, title, departmentCode, departmentName };
  };
  return {
    who,
    entry: ({ id, staffNumber, departmentCode, from, until: end, standsInFor }) => {
      const person = who(staffNumber);
      const request = waiting.find(({ dutyId, asker }) => dutyId === id && asker === staffNumber);
      return { id, person, from, until: end, standsInFor: standsInFor === null ? null : who(standsInFor).name, outside: person.departmentCode !== departmentCode, reachable: reachable.has(staffNumber), asked: request === undefined ? null : (asked.person({ number: request.asked })?.name ?? null) };
    },
  };
}

const nobody: Who = { number: '', name: '', title: '', departmentCode: '', departmentName: '' };
/** Without the column `person` one sees that somebody is there. */
const only = ({ columns }: Sight, entry: EntryView | null): EntryView | null => (entry === null || columns.has('person') ? entry : { ...entry, person: { ...nobody, name: '已排人' }, standsInFor: null, asked: null, outside: false });

export function rosterQueries(rosters: Rosters) {
  const week = defineQuery({
    name: 'duty-roster.week',
    input: weekQuery,
    output: weekView,
    policy: byAnyStaff,
    audited: false,
    body: async (context, { department: asked, from: given, days }) => {
      const { tx, now, actor } = context;
      const department = await departmentNamed(tx, asked ?? ownDepartment(context));
      const sight = await sightOf(tx, actor, rosters, department.code, now);
      const first = given ?? mondayOf(dayOf(now));
      const within = { from: momentOf(dayAfter(first, -1), '00:00'), until: momentOf(dayAfter(first, days + 1), '00:00') };
      const all = await dutiesOf(tx, within, { departments: [department.code] });
      const numbers = all.map(({ staffNumber }) => staffNumber);
      const absences = await absencesOf(tx, numbers, within.from);
      const leaves = (await leavesOf(tx, [...new Set([...numbers, ...(await colleagues(tx, department.code))])], within.from)).filter((leave) => overlap(leave, within));
      const pattern = (await patternsOf(tx, [department.code])).get(department.code) ?? { shifts: [], kept: false, phone: null };
      const show = await seen(tx, all, leaves.map(({ staffNumber }) => staffNumber));
      const entry = (duty: Duty): EntryView => only(sight, show.entry(duty)) as EntryView;
      const doctors = all.filter(({ duty }) => duty === 'duty-doctor');
      const keeps = await keeperOf(tx, actor, now);
      // Why somebody is away is not for other departments.
      const isNear = department.code === ownDepartment(context) || readsAll(actor, rosters) || keeps({ department: department.code, duty: 'duty-doctor' });
      const viewed = daysFrom(first, days).map((day) => {
        const slots = slotsOf(pattern.shifts, day);
        const today = { from: momentOf(day, '00:00'), until: momentOf(dayAfter(day, 1), '00:00') };
        const beside = doctors.filter((duty) => duty.from >= today.from && duty.from < today.until && ![-1, 0].flatMap((plus) => slotsOf(pattern.shifts, dayAfter(day, plus))).some((slot) => overlap(slot, duty)));
        return { day, beside: beside.map(entry), slots: slots.map((slot) => ({ name: slot.name, from: slot.from, until: slot.until, entries: doctors.filter((duty) => overlap(duty, slot)).map(entry), holes: pattern.kept ? holesView(slot, doctors, absences, show) : [] })) };
      });
      return {
        department,
        keeps: { duties: keeps({ department: department.code, duty: 'duty-doctor' }), posts: keepsAll(actor) },
        pattern: { ...pattern, shifts: [...pattern.shifts], phone: sight.columns.has('phone') ? pattern.phone : null },
        posts: postsOf(department.code, rosters).map((duty) => postOf(duty, all, absences, now, entry)),
        days: viewed,
        leaves: isNear ? leaves.map(({ id, staffNumber, from, until: end, note }) => ({ id, person: show.who(staffNumber), from, until: end, note })) : [],
      };
    },
  });

  const departments = defineQuery({
    name: 'duty-roster.departments',
    input: z.object({}),
    output: departmentList,
    policy: byAnyStaff,
    audited: false,
    body: async (context) => {
      const { tx, now, actor } = context;
      const rows = await departmentRows(tx);
      const kept = new Set((await rosterDepartments(tx, rosters)).map(({ code }) => code));
      const own = ownDepartment(context);
      const everywhere = await sightOf(tx, actor, rosters, own, now);
      const mine = await keptBy(tx, actor, now);
      const shown = rows.filter(({ code }) => everywhere.everywhere || code === own || mine.includes(code));
      return { departments: shown.map(({ code, name }) => ({ code, name, keeps: keepsAll(actor) || mine.includes(code), kept: kept.has(code) })), own, everywhere: everywhere.everywhere, overview: readsAll(actor, rosters) || mine.length > 0 };
    },
  });

  const tonight = defineQuery({
    name: 'duty-roster.tonight',
    input: tonightQuery,
    output: tonightView,
    policy: byAnyStaff,
    audited: false,
    body: async (context, { department: asked }) => {
      const { tx, now, actor } = context;
      const department = await departmentNamed(tx, asked ?? ownDepartment(context));
      const sight = await sightOf(tx, actor, rosters, department.code, now);
      const all = await dutiesOf(tx, { from: now, until: new Date(now.getTime() + 7 * dayMs) }, { departments: [department.code] });
      const absences = await absencesOf(tx, all.map(({ staffNumber }) => staffNumber), now);
      const { entry, who } = await seen(tx, all);
      const pattern = (await patternsOf(tx, [department.code])).get(department.code);
      const kinds = [...(pattern?.kept === true ? (['duty-doctor'] as const) : []), ...postsOf(department.code, rosters)].filter((kind) => pattern?.kept === true || all.some(({ duty }) => duty === kind));
      return {
        department,
        phone: sight.columns.has('phone') ? (pattern?.phone ?? null) : null,
        everywhere: sight.everywhere,
        duties: kinds.map((duty) => {
          const own = all.filter((each) => each.duty === duty);
          const holder = holderAt(own, absences, now);
          const away = holder === undefined ? own.find((each) => holdsAt(each, now)) : undefined;
          const next = own.find((each) => each.from > now && !absences.some((absence) => absence.staffNumber === each.staffNumber && holdsAt(absence, each.from)));
          return { duty, now: holder === undefined ? null : only(sight, entry(holder)), away: away === undefined || !sight.columns.has('person') ? null : who(away.staffNumber).name, next: next === undefined ? null : only(sight, entry(next)) };
        }),
      };
    },
  });

  const overview = defineQuery({
    name: 'duty-roster.overview',
    input: z.object({}),
    output: overviewView,
    policy: byAnyStaff,
    audited: false,
    body: async ({ tx, now, actor }) => {
      const mine = readsAll(actor, rosters) ? undefined : await keptBy(tx, actor, now);
      if (mine?.length === 0) throw new Refusal('duty-roster.not-yours', {}, 403);
      const asked = (await rosterDepartments(tx, rosters)).filter(({ code }) => mine === undefined || mine.includes(code));
      const found = (await missingIn(tx, asked, { from: now, until: new Date(now.getTime() + 7 * dayMs) })).filter((each) => each.holes.length > 0);
      const names = await namesOf(tx, found.flatMap((each) => each.holes.flatMap((hole) => (hole.duty === undefined ? [] : [{ number: hole.duty.staffNumber }]))));
      const keepers = await keeperNames(tx, found.map(({ code }) => code), now);
      return {
        asked: asked.length,
        departments: found.map(({ code, name, holes: all }) => ({
          code, name, keeper: keepers.get(code) ?? null,
          missing: [...new Set(all.filter(({ kind }) => kind !== 'duty-doctor').map(({ kind }) => kind))],
          holes: all.filter(({ kind }) => kind === 'duty-doctor').map(({ from, until: end, why, duty, shift }) => ({ from, until: end, why, shift, dutyId: duty?.id ?? null, name: duty === undefined ? null : (names.person({ number: duty.staffNumber })?.name ?? null) })),
        })),
      };
    },
  });

  const mine = defineQuery({
    name: 'duty-roster.mine',
    input: z.object({}),
    output: mineView,
    policy: byAnyStaff,
    audited: false,
    body: async ({ tx, now, actor }) => {
      const duties = (await dutiesOf(tx, { from: now, until: new Date(now.getTime() + 60 * dayMs) }, { staff: actor.id })).slice(0, 60);
      const around = await dutiesOf(tx, { from: now, until: new Date(now.getTime() + 60 * dayMs) }, { departments: [...new Set(duties.map(({ departmentCode }) => departmentCode))] });
      const leaves = await leavesOf(tx, [actor.id], now);
      const absences = await absencesOf(tx, [actor.id], now);
      const requests = await waitingRequests(tx, { person: actor.id });
      const byId = new Map<string, Duty | undefined>();
      for (const { dutyId } of requests) byId.set(dutyId, await findDuty(tx, dutyId));
      const people = [...duties.flatMap(({ standsInFor }) => standsInFor ?? []), ...around.map(({ staffNumber }) => staffNumber), ...requests.flatMap(({ asker, asked }) => [asker, asked])];
      const names = await namesOf(tx, people.map((number) => ({ number })), [...duties, ...requests].map(({ departmentCode }) => departmentCode));
      const nameOf = (number: string | null | undefined): string | null => (number === null || number === undefined ? null : (names.person({ number })?.name ?? number));
      return {
        duties: duties.map((duty) => ({
          id: duty.id, department: { code: duty.departmentCode, name: names.department(duty.departmentCode) }, duty: duty.duty, from: duty.from, until: duty.until, standsInFor: nameOf(duty.standsInFor),
          isNow: holdsAt(duty, now), away: absences.some((absence) => overlap(absence, duty)), next: nameOf(nextOf(duty, around)?.staffNumber),
        })),
        requests: requests.flatMap(({ id, state, asker, asked, dutyId, departmentCode, note }) => {
          const duty = byId.get(dutyId);
          // The duty went to somebody else, or was taken off: nothing to answer any more.
          return duty?.staffNumber !== asker ? [] : [{ id, dutyId, state, asker: nameOf(asker) ?? '', asked: nameOf(asked) ?? '', mine: asker === actor.id, department: names.department(departmentCode), from: duty.from, until: duty.until, note }];
        }),
        leaves: leaves.map(({ id, from, until: end, note }) => ({ id, from, until: end, note })),
      };
    },
  });

  const history = defineQuery({
    name: 'duty-roster.history',
    input: historyQuery,
    output: historyView,
    policy: byAnyStaff,
    audited: false,
    body: async ({ tx, now, actor }, { department, limit }) => {
      const keeps = await keeperOf(tx, actor, now);
      if (!readsAll(actor, rosters) && !keeps({ department, duty: 'duty-doctor' }) && !(actor.kind === 'staff' && actor.departmentCode === department)) throw new Refusal('duty-roster.closed', {}, 403);
      const facts = await tx.fact.findMany({ where: { subject: `roster:${department}`, name: rosterChanged.name }, orderBy: { id: 'desc' }, take: limit });
      const read = facts.map((fact) => ({ ...fact, data: rosterChanged.schema.parse(fact.data) }));
      const names = await namesOf(tx, read.flatMap(({ actor: by, data }) => [by.replace('staff:', ''), data.staff, data.was].flatMap((number) => (number === null ? [] : [{ number }]))));
      const nameOf = (number: string | null): string => (number === null ? '' : names.person({ number })?.name || number);
      return {
        items: read.map(({ at, actor: by, data: { how, duty, staff, was, from, until: end, count } }) => ({
          at, how, by: by.startsWith('staff:') ? nameOf(by.replace('staff:', '')) : '系统',
          text: fill(storyWords[how], { duty: duty === null ? '' : dutyWords[duty], person: nameOf(staff), was: nameOf(was), from: from === null ? '' : moment(from, now), until: until(end, now), count: count ?? 0 }),
        })),
      };
    },
  });

  return { week, departments, tonight, overview, mine, history };
}

function daysFrom(first: string, days: number): string[] {
  return Array.from({ length: days }, (_, plus) => dayAfter(first, plus));
}

async function colleagues(tx: Tx, department: string): Promise<string[]> {
  return (await tx.staff.findMany({ where: { departmentCode: department, active: true }, select: { number: true } })).map(({ number }) => number);
}

function holesView(slot: Stretch, duties: readonly Duty[], absences: readonly Absence[], { who }: Seen) {
  return holes({ from: slot.from, until: slot.until }, duties, absences).map(({ from, until: end, why, duty }) => ({ from, until: end, why, name: duty === undefined ? null : who(duty.staffNumber).name, dutyId: duty?.id ?? null }));
}

const postsOf = (department: string, { medicalOffices }: Rosters): DutyKind[] => (medicalOffices.includes(department) ? ['medical-office', 'head'] : ['head', 'head-nurse', 'clinic-desk']);

function postOf(duty: DutyKind, all: readonly Duty[], absences: readonly Absence[], now: Date, entry: (duty: Duty) => EntryView) {
  const own = all.filter((each) => each.duty === duty);
  const holder = holderAt(own, absences, now);
  const away = holder === undefined ? own.find((each) => holdsAt(each, now)) : undefined;
  // Whoever is acted for, and who comes after.
  const later = own.filter((each) => each.id !== holder?.id && (each.until === null || each.until > now));
  return { duty, holder: holder === undefined ? null : entry(holder), away: away === undefined ? null : entry(away).person.name, later: later.map(entry) };
}

async function keeperNames(tx: Tx, departments: readonly string[], now: Date): Promise<Map<string, string>> {
  const duties = (await dutiesOf(tx, { from: now, until: null }, { departments, duties: ['head', 'head-nurse'] })).filter((duty) => holdsAt(duty, now));
  const names = await namesOf(tx, duties.map(({ staffNumber }) => ({ number: staffNumber })));
  return new Map([...Map.groupBy(duties, ({ departmentCode }) => departmentCode)].map(([code, own]) => [code, own.map(({ staffNumber }) => names.person({ number: staffNumber })?.name ?? staffNumber).join('、')]));
}

const rolesFor: Readonly<Record<DutyKind, readonly string[] | undefined>> = { 'duty-doctor': ['doctor'], 'head': undefined, 'head-nurse': ['nurse'], 'clinic-desk': undefined, 'medical-office': undefined };
const mostFound = 20;

/** By name, pinyin, initials or number: the department's own first; the whole hospital by name or number. */
export const people = defineQuery({
  name: 'duty-roster.people',
  input: peopleQuery,
  output: foundPeople,
  policy: byAnyStaff,
  audited: false,
  body: async ({ tx }, { department, duty, text }) => {
    const roles = rolesFor[duty];
    const suitable = { active: true, ...(roles === undefined ? {} : { role: { in: [...roles] } }) };
    const select = { number: true, name: true } as const;
    const own = (await tx.staff.findMany({ where: { ...suitable, departmentCode: department }, select, orderBy: { number: 'asc' }, take: 500 })).filter((each) => text === '' || fits(each, text));
    const others = text === '' ? [] : await tx.staff.findMany({ where: { ...suitable, departmentCode: { not: department }, OR: [{ name: { contains: text } }, { number: { startsWith: text, mode: 'insensitive' } }] }, select, orderBy: { number: 'asc' }, take: mostFound });
    const shown = [...own, ...others].slice(0, mostFound).map(({ number }) => number);
    const known = await findPeople(tx, shown);
    const reachable = await reachableOf(tx, shown);
    return { people: shown.flatMap((number) => known.get(number) ?? []).map((person) => ({ ...person, reachable: reachable.has(person.number) })) };
  },
});

function fits({ number, name }: { readonly number: string; readonly name: string }, text: string): boolean {
  if (name.includes(text) || number.toLowerCase().startsWith(text.toLowerCase())) return true;
  const typed = plainPinyin(text);
  return typed !== '' && /^[a-z]+$/i.test(text) && nameKeys(name).readings.some(({ pinyin, initials }) => pinyin.startsWith(typed) || initials.startsWith(typed));
}
