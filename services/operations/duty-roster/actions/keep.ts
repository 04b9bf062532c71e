/** Entering and changing duties, by whoever keeps the roster. */
import { z } from 'zod';
import { moment } from '../../../../cards/words.ts';
import { Refusal } from '../../../core/errors.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { fill } from '../../../core/phrases.ts';
import { departmentRows, findPeople } from '../../../shared/directory/index.ts';
import { addDuty, changeDuty, dutiesOf, findDuty, lockRoster, removeDuty, savePattern } from '../../../shared/on-call/index.ts';
import { type Duty, dayAfter, holdsAt, momentOf, mondayOf, dayOf, passOver, uncovered } from '../../../shared/on-call/schema.ts';
import { phrases, warningWords, weekWords } from '../phrases.ts';
import { checkPattern, fromNow, mustNotBeOver, problemOf, refuse, replacedBy } from '../rules.ts';
import { copied, done, dutyChange, dutyDraft, dutyRef, patternDraft, weekCopy } from '../schema.ts';
import { byKeeper, byKeeperOf } from '../store.keepers.ts';
import { aroundOf } from '../store.ts';
import { by, changed, check } from './common.ts';

const fine = { saved: true, warnings: [] };
const told = (warnings: readonly string[]) => ({ saved: false, warnings: [...warnings] });

export const enter = defineAction({
  name: 'duty-roster.enter',
  input: dutyDraft,
  output: done,
  policy: byKeeper(({ department, duty }: z.infer<typeof dutyDraft>) => ({ department, duty })),
  subject: ({ department, staff }) => `${department} ${staff}`,
  body: async (context, { department, duty, staff, from, until, confirmed }) => {
    const { tx } = context;
    await lockRoster(tx, department);
    if (!(await departmentRows(tx)).some(({ code }) => code === department)) throw refuse('duty-roster.no-department', { department }, 400);
    const { draft, around, warnings } = await check(context, { departmentCode: department, duty, staffNumber: staff, from, until });
    if (warnings.length > 0 && !confirmed) return told(warnings);
    const before = until === null ? replacedBy(draft, around.others) : undefined;
    if (before !== undefined) await endAt(context, before, draft.from);
    await addDuty(tx, by(context), { ...draft, standsInFor: null });
    await changed(context, department, { how: 'entered', duty, staff, was: before?.staffNumber ?? null, from: draft.from, until });
    return fine;
  },
});

/** One that would end before it began was never held. */
async function endAt(context: ActionContext, duty: Duty, at: Date): Promise<void> {
  if (at <= duty.from) await removeDuty(context.tx, duty.id);
  else await changeDuty(context.tx, by(context), duty.id, { until: at });
}

/** @throws Refusal `core.not-found` */
export async function load({ tx }: Pick<ActionContext, 'tx'>, id: string): Promise<Duty> {
  const before = await findDuty(tx, id);
  if (before === undefined) throw new Refusal('core.not-found', {}, 404);
  // Read again: whoever held the lock may have changed it.
  await lockRoster(tx, before.departmentCode);
  const found = await findDuty(tx, id);
  if (found === undefined) throw new Refusal('core.not-found', {}, 404);
  return found;
}

/** Somebody else (from now on where it has begun), or other times; what is past stays. */
export const change = defineAction({
  name: 'duty-roster.change',
  input: dutyChange,
  output: done,
  policy: byKeeperOf,
  subject: ({ id }) => id,
  body: async (context, { id, staff, from, until, confirmed }) => {
    const { tx, now } = context;
    const duty = await load(context, id);
    mustNotBeOver(duty, now);
    const hasBegun = duty.from <= now && duty.duty === 'duty-doctor';
    const wanted = { ...duty, from: hasBegun ? duty.from : (from ?? duty.from), until: until === undefined ? duty.until : until };
    const isOther = staff !== undefined && staff !== duty.staffNumber;
    const asked = { ...wanted, staffNumber: staff ?? duty.staffNumber };
    const { draft, warnings } = await check(context, asked, duty);
    if (warnings.length > 0 && !confirmed) return told(warnings);
    if (isOther) await passTo(context, { ...wanted, id }, draft.staffNumber);
    else {
      await changeDuty(tx, by(context), id, { from: wanted.from, until: wanted.until });
      await changed(context, duty.departmentCode, { how: 'changed', duty: duty.duty, staff: duty.staffNumber, from: wanted.from, until: wanted.until });
    }
    return fine;
  },
});

/** The rest of a duty, or all of one that has not begun, becomes somebody else's. */
export async function passTo(context: ActionContext, duty: Duty, to: string, how: 'stood-in' | 'handed-over' = 'stood-in'): Promise<void> {
  const { tx, now } = context;
  const { kept, passed } = passOver(duty, to, now);
  if (kept === undefined) await changeDuty(tx, by(context), duty.id, { staffNumber: to, from: passed.from, until: passed.until, standsInFor: passed.standsInFor });
  else {
    await changeDuty(tx, by(context), duty.id, { from: kept.from, until: kept.until });
    await addDuty(tx, by(context), passed);
  }
  await changed(context, duty.departmentCode, { how, duty: duty.duty, staff: to, was: duty.staffNumber, from: passed.from, until: passed.until });
}

export const end = defineAction({
  name: 'duty-roster.end',
  input: dutyRef,
  output: z.void(),
  policy: byKeeperOf,
  subject: ({ id }) => id,
  body: async (context, { id }) => {
    const { tx, now } = context;
    const duty = await load(context, id);
    mustNotBeOver(duty, now);
    if (!holdsAt(duty, now)) throw refuse('duty-roster.not-begun');
    await changeDuty(tx, by(context), id, { until: now });
    await changed(context, duty.departmentCode, { how: 'ended', duty: duty.duty, staff: duty.staffNumber, from: duty.from, until: now });
  },
});

/** Only what has not begun: what somebody held stays written down. */
export const remove = defineAction({
  name: 'duty-roster.remove',
  input: dutyRef,
  output: z.void(),
  policy: byKeeperOf,
  subject: ({ id }) => id,
  body: async (context, { id }) => {
    const { tx, now } = context;
    const duty = await load(context, id);
    if (duty.from <= now) throw refuse('duty-roster.begun');
    await removeDuty(tx, id);
    await changed(context, duty.departmentCode, { how: 'removed', duty: duty.duty, staff: duty.staffNumber, from: duty.from, until: duty.until });
  },
});

/** The same people on the same weekdays; what is taken or cannot be is left out and named. */
export const copyWeek = defineAction({
  name: 'duty-roster.copy-week',
  input: weekCopy,
  output: copied,
  policy: byKeeper(({ department }: z.infer<typeof weekCopy>) => ({ department, duty: 'duty-doctor' })),
  subject: ({ department, monday }) => `${department} ${monday}`,
  body: async (context, { department, monday, confirmed }) => {
    const { tx, now } = context;
    await lockRoster(tx, department);
    const first = mondayOf(monday);
    const from = momentOf(dayAfter(first, -7), '00:00');
    const before = (await dutiesOf(tx, { from, until: momentOf(first, '00:00') }, { departments: [department], duties: ['duty-doctor'] })).filter((duty) => duty.from >= from);
    if (before.length === 0) throw refuse('duty-roster.nothing-to-copy');
    const names = await findPeople(tx, before.map(({ staffNumber }) => staffNumber));
    let count = 0;
    const skipped: string[] = [];
    for (const duty of before) {
      // What was a stand-in's goes back to whose it is.
      const shifted = { ...duty, staffNumber: duty.standsInFor ?? duty.staffNumber, from: later(duty.from), until: duty.until === null ? null : later(duty.until) };
      const draft = fromNow(shifted, now);
      const problem = problemOf(draft, await aroundOf(tx, draft), now);
      if (problem !== undefined) {
        skipped.push(`${moment(draft.from, now)} ${names.get(draft.staffNumber)?.name ?? draft.staffNumber}：${fill(phrases[problem.code], problem.facts)}`);
        continue;
      }
      count++;
      if (confirmed) await addDuty(tx, by(context), { departmentCode: department, duty: 'duty-doctor', staffNumber: draft.staffNumber, from: draft.from, until: draft.until, standsInFor: null });
    }
    if (confirmed && count > 0) await changed(context, department, { how: 'copied', duty: 'duty-doctor', from: momentOf(first, '00:00'), until: momentOf(dayAfter(first, 7), '00:00'), count });
    return { saved: confirmed, count, skipped };
  },
});

const later = (at: Date): Date => new Date(at.getTime() + 7 * 86_400_000);

export const setPattern = defineAction({
  name: 'duty-roster.set-pattern',
  input: patternDraft,
  output: done,
  policy: byKeeper(({ department }: z.infer<typeof patternDraft>) => ({ department, duty: 'duty-doctor' })),
  subject: ({ department }) => department,
  body: async (context, { department, shifts, kept, phone, confirmed }) => {
    checkPattern(shifts);
    if (!(await departmentRows(context.tx)).some(({ code }) => code === department)) throw refuse('duty-roster.no-department', { department }, 400);
    const empty = kept ? uncovered(shifts, mondayOf(dayOf(context.now))) : undefined;
    if (empty !== undefined && !confirmed) {
      const day = weekWords[new Date(`${dayOf(empty.from)}T00:00:00Z`).getUTCDay()] ?? '';
      return told([fill(warningWords.uncovered, { day, from: moment(empty.from, empty.from).slice(-5), until: moment(empty.until, empty.until).slice(-5) })]);
    }
    await savePattern(context.tx, by(context), department, { shifts, kept, phone: phone === '' ? null : phone });
    await changed(context, department, { how: 'pattern' });
    return fine;
  },
});
