/** Leave: the person's duties of that time become holes; nothing of the roster is erased, so that coming back early brings them back. */
import { z } from 'zod';
import { moment } from '../../../../cards/words.ts';
import { type Policy, allow, deny } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { Refusal } from '../../../core/errors.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { findPerson } from '../../../shared/directory/index.ts';
import { type Leave, addLeave, dutiesOf, endLeave, leavesOf } from '../../../shared/on-call/index.ts';
import { type Span, overlap } from '../../../shared/on-call/schema.ts';
import { longestLeaveDays } from '../model.ts';
import { refuse } from '../rules.ts';
import { leaveDraft, leaveRef } from '../schema.ts';
import { type Rosters, keepsAll, keptBy } from '../store.keepers.ts';
import { by, changed } from './common.ts';
import { tellIfSoon } from './holes.ts';

/** Oneself, and whoever arranges the duty doctors of the person's department. */
const byPersonOrKeeper: Policy<{ readonly staff: string }> = async (actor, { staff }, { tx, now }) => {
  if (actor.kind === 'staff' && actor.id === staff) return allow('own');
  if (keepsAll(actor)) return allow('function:duty-roster');
  const person = await findPerson(tx, staff);
  return person !== undefined && (await keptBy(tx, actor, now)).includes(person.departmentCode) ? allow(`keeper:${person.departmentCode}`) : deny('duty-roster.not-yours');
};

export function leave(rosters: Rosters) {
  return defineAction({
    name: 'duty-roster.leave',
    input: leaveDraft,
    /** Duties that need somebody else now. */
    output: z.object({ holes: z.int() }),
    policy: byPersonOrKeeper,
    subject: ({ staff }) => staff,
    body: async (context, { staff, from, until, note }) => {
      const { tx, now } = context;
      const person = await findPerson(tx, staff);
      if (person === undefined) throw refuse('duty-roster.unknown-staff', { number: staff }, 400);
      if (until <= from) throw refuse('duty-roster.order', {}, 400);
      if (until <= now) throw refuse('duty-roster.over', { until: moment(until, now) });
      if (until.getTime() - from.getTime() > longestLeaveDays * 86_400_000) throw refuse('duty-roster.leave-long', { most: longestLeaveDays }, 400);
      const known = (await leavesOf(tx, [staff], now)).find((each) => overlap(each, { from, until }));
      if (known !== undefined) throw refuse('duty-roster.leave-overlap', { name: person.name, from: moment(known.from, now), until: moment(known.until, now) });
      await addLeave(tx, by(context), { staffNumber: staff, from, until, note });
      const holes = await onRosters(context, { staff, home: person.departmentCode, how: 'leave', from, until });
      await tellIfSoon(context, rosters, staff);
      return { holes };
    },
  });
}

/** On the timeline of every department it leaves without somebody, and of the person's own. */
async function onRosters(context: ActionContext, { staff, home, how, from, until }: { staff: string; home: string; how: 'leave' | 'leave-ended' } & Span): Promise<number> {
  const duties = await dutiesOf(context.tx, { from, until }, { staff });
  for (const department of new Set([home, ...duties.map(({ departmentCode }) => departmentCode)])) await changed(context, department, { how, staff, from, until });
  return duties.length;
}

async function findLeave(tx: Tx, id: string): Promise<Leave | undefined> {
  return (await tx.dutyLeave.findUnique({ where: { id }, select: { id: true, staffNumber: true, from: true, until: true, note: true } })) ?? undefined;
}

export const backFromLeave = defineAction({
  name: 'duty-roster.end-leave',
  input: leaveRef,
  output: z.void(),
  policy: async (actor, { id }, context) => {
    const found = await findLeave(context.tx, id);
    return found === undefined ? deny('core.not-found') : byPersonOrKeeper(actor, { staff: found.staffNumber }, context);
  },
  subject: ({ id }) => id,
  body: async (context, { id }) => {
    const { tx, now } = context;
    const found = await findLeave(tx, id);
    if (found === undefined) throw new Refusal('core.not-found', {}, 404);
    if (found.until <= now) throw refuse('duty-roster.over', { until: moment(found.until, now) });
    await endLeave(tx, by(context), found);
    const person = await findPerson(tx, found.staffNumber);
    await onRosters(context, { staff: found.staffNumber, home: person?.departmentCode ?? '', how: 'leave-ended', from: now > found.from ? now : found.from, until: found.until });
  },
});
