import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { type Telling, refresh, tell } from '../../../shared/notices/index.ts';
import type { CriticalValue, Duty, Person } from '../model.ts';
import type { TellingRule } from '../model.process.ts';
import { type CareTeam, alsoTold, contactDue, declinedNow, escalate, hasten as hastenRule, inHandsOf, lost, offered, recordKeeper, recordReminded, recordReminderDue, reminded, relayLapsed, reminderDue, takers, told } from '../rules.ts';
import { dueValues, findSource, loadForChange, saveValue } from '../store.ts';
import { rulesInForce } from '../store.telling.ts';
import { type KnownPeople, alongside, bedsideOf, holdersOf, teamOf } from '../team.ts';
import { type Rules, emitAll, keep, lookAgain, moduleName, nextLook, plan, reportBack } from './common.ts';
import { lapseOffer } from './relay.ts';

const one = z.object({ id: z.uuid() });

/**
 * Asks the rule what is due and does it: tells the next step of the ladder, or reminds whoever took it. Waking twice,
 * late or after an acknowledgement finds nothing to do.
 */
export function look(rules: Rules): Action<z.infer<typeof one>, void> {
  return defineAction({
    name: 'critical-values.look',
    input: one,
    output: z.void(),
    policy: bySystem,
    body: async (context, { id }) => {
      const loaded = await loadForChange(context.tx, id);
      const value = relayLapsed(loaded, context.now) ? await lapseOffer(context, rules, loaded, 'expired') : loaded;
      if (reminderDue(value, rules.process, context.now)) return remind(context, rules, value);
      const late = recordReminderDue(value, rules.process, context.now) ? await remindOfRecord(context, rules, value) : value;
      const sought = contactDue(late, rules.process, context.now) ? await askOffice(context, rules, late) : late;
      const climbed = await climbFrom(context, rules, sought);
      if (climbed === late) return;
      plan(context, rules, climbed);
      await refresh(context, moduleName, id);
    },
  });
}

const unreached = one.extend({ staff: z.string() });

/** Somebody cannot be reached at all: the next step is told now. */
export function hasten(rules: Rules): Action<z.infer<typeof unreached>, void> {
  return defineAction({
    name: 'critical-values.hasten',
    input: unreached,
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, staff }) => {
      const value = await loadForChange(context.tx, id);
      if (offered(value)?.to.number === staff) return void (await lapseOffer(context, rules, value, 'unreached'));
      const change = hastenRule(value, staff, rules.ladders[value.way], context.now);
      if (change === undefined) return;
      emitAll(context, id, change.facts);
      await saveValue(context.tx, change.value, nextLook(change.value, rules.process));
      plan(context, rules, await climbFrom(context, rules, change.value));
      await refresh(context, moduleName, id);
    },
  });
}

/** Climbs and keeps what came of it. */
export async function climbFrom(context: ActionContext, rules: Rules, from: CriticalValue): Promise<CriticalValue> {
  const value = await climb(context, rules, from);
  if (value !== from) await saveValue(context.tx, value, nextLook(value, rules.process));
  return value;
}

/** Rounds of the last step: told, told again, and from then on everybody with it. */
const everybodyFrom = 2;

/** Whom a step may have to tell. */
export interface Around {
  readonly team: CareTeam;
  readonly orderingDoctor: string | undefined;
  /** Looked up before, by their numbers. */
  readonly people?: KnownPeople;
  /** Whom the first step tells beside; looked up before. */
  readonly telling?: readonly TellingRule[];
}

async function aroundOf(tx: Tx, rules: Rules, value: CriticalValue, now: Date): Promise<Around> {
  const { orderingDoctor } = await findSource(tx, value.id);
  return { team: teamOf(await bedsideOf(tx, value, { now, ends: rules.ends }), rules.offices), orderingDoctor };
}

/**
 * Every step that is due, one after the other: a service that slept catches up, and nobody on call moves on at once.
 * The value it gives is the caller's to keep, and so are the tellings where the caller takes them.
 */
export async function climb(context: ActionContext, rules: Rules, from: CriticalValue, known?: Around, say: (telling: Telling) => unknown = (telling) => tell(context, telling)): Promise<CriticalValue> {
  const { tx, now } = context;
  let value = from;
  let around = known;
  for (;;) {
    const due = escalate(value, rules.ladders[value.way], now);
    if (due.kind === 'nothing') return value;
    around ??= await aroundOf(tx, rules, value, now);
    const people = await toldAt(tx, rules, value, due, around, now);
    const change = told(value, due, people, rules.ladders[value.way], now);
    emitAll(context, value.id, change.facts);
    await say({ module: moduleName, subject: value.id, step: stepName(value, due.step, due.round), recipients: people.map((person) => person.number), urgency: 'critical' });
    value = change.value;
  }
}

/** Beside the first step, whom the hospital's plan names for this department, hour and source; with the last one, told in vain, everybody again. */
async function toldAt(tx: Tx, rules: Rules, value: CriticalValue, due: { readonly step: number; readonly duty: Duty; readonly round: number }, around: Around, now: Date): Promise<Person[]> {
  const people = await holdersOf(tx, due.duty, around.team, around.orderingDoctor, now, around.people);
  if (due.step !== 1) return due.round < everybodyFrom ? people : unique([...people, ...(await stillAsked(tx, rules, value, due.duty, around, now))]);
  // The emergency room's nurses are told by the room, not by the bed.
  const station = around.team.way === 'emergency' ? await holdersOf(tx, 'clinic-desk', around.team, around.orderingDoctor, now) : [];
  const asked = alsoTold(around.telling ?? (await rulesInForce(tx, rules.telling)), value, around.team.departmentCode, now);
  const beside = [...station, ...(asked.length === 0 ? [] : await alongside(tx, asked, around.team, now))];
  return unique([...people, ...beside]);
}

/** Whoever is on duty now for any step of the ladder and has not declined: one office's phone may lie in a drawer all day. */
async function stillAsked(tx: Tx, rules: Rules, value: CriticalValue, last: Duty, around: Around, now: Date): Promise<Person[]> {
  const duties = rules.ladders[value.way].steps.map(({ duty }) => duty).filter((duty) => duty !== last);
  const people: Person[] = [];
  for (const duty of duties) people.push(...takers(await holdersOf(tx, duty, around.team, around.orderingDoctor, now), duty));
  return people.filter(({ number }) => declinedNow(value, number) === undefined);
}

const unique = (people: readonly Person[]): Person[] => [...new Map(people.map((person) => [person.number, person])).values()];

/** Each telling of the last step is a card of its own; the earlier steps are told once, and once more each time it is opened again. */
function stepName({ reopened, turned }: CriticalValue, step: number, round: number): string {
  return `${step}${round === 0 ? '' : `.${round}`}${reopened.length === 0 ? '' : `+${reopened.length}`}${turned.length === 0 ? '' : `~${turned.length}`}`;
}

/** Whoever is to write it and the head of the department; the ladder of an open value goes on by itself. */
async function remindOfRecord(context: ActionContext, rules: Rules, from: CriticalValue): Promise<CriticalValue> {
  const value = await keep(context, rules, recordReminded(from, rules.process, context.now));
  const team = teamOf(await bedsideOf(context.tx, value, { now: context.now, ends: rules.ends }), rules.offices);
  const heads = await holdersOf(context.tx, 'head', team, undefined, context.now);
  const recipients = new Set([recordKeeper(value), ...heads].flatMap((person) => person?.number ?? []));
  await tell(context, { module: moduleName, subject: value.id, step: `record${value.reopened.length}`, recipients: [...recipients], urgency: 'normal' });
  return value;
}

/** Nobody reached a patient who is not in the house: whoever has it keeps it, and the office is asked beside them. */
async function askOffice(context: ActionContext, rules: Rules, from: CriticalValue): Promise<CriticalValue> {
  const team = teamOf(await bedsideOf(context.tx, from, { now: context.now, ends: rules.ends }), rules.offices);
  const office = from.clinical === 'open' ? [] : await holdersOf(context.tx, 'medical-office', team, undefined, context.now);
  const value = await keep(context, rules, lost(from, office, rules.ladders[from.way], context.now));
  await tell(context, { module: moduleName, subject: value.id, step: `lost${value.turned.length}`, recipients: office.map(({ number }) => number), urgency: 'critical' });
  return value;
}

async function remind(context: ActionContext, rules: Rules, value: CriticalValue): Promise<void> {
  const change = reminded(value, rules.process, context.now);
  await keep(context, rules, change);
  const recipients = [inHandsOf(value)].flatMap((holder) => holder?.by.number ?? []);
  await tell(context, { module: moduleName, subject: value.id, step: 'reminder', recipients, urgency: 'critical' });
}

/** Every minute, of every row that is due: a lost timer is found here. */
export const sweepDue = defineAction({
  name: 'critical-values.sweep',
  input: z.object({}),
  output: z.object({ found: z.number() }),
  policy: bySystem,
  body: async ({ tx, now, schedule }) => {
    const ids = await dueValues(tx, now, 1000);
    for (const id of ids) {
      schedule(lookAgain, { id });
      schedule(reportBack, { id });
    }
    return { found: ids.length };
  },
});
