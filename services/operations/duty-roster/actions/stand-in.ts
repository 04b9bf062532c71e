/**
 * Standing in and handing over, by the people on duty themselves. Whoever is asked says yes and it is done: a third
 * person's consent would leave a hole at night for as long as they sleep. The keeper of the roster sees it on the page
 * and may put it otherwise.
 */
import { z } from 'zod';
import { moment } from '../../../../cards/words.ts';
import { type Policy, allow, deny } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { namesOf } from '../../../shared/directory/index.ts';
import { refresh, tell } from '../../../shared/notices/index.ts';
import { changeDuty, dutiesOf, findDuty } from '../../../shared/on-call/index.ts';
import { type Duty, holdsAt, nextOf, overlap } from '../../../shared/on-call/schema.ts';
import { type Draft, fromNow, mustNotBeOver, problemOf, refuse, until } from '../rules.ts';
import { handOverDraft, standInAnswer, standInAsk } from '../schema.ts';
import { type RequestRow, addRequest, aroundOf, findRequest, settleRequest, waitingRequests } from '../store.ts';
import { by, changed, moduleName } from './common.ts';
import { load, passTo } from './keep.ts';

/** Their own duty; to everybody else it is not there. */
const byHolder: Policy<{ readonly id: string }> = async (actor, { id }, { tx }) => {
  const duty = await findDuty(tx, id);
  return actor.kind === 'staff' && duty?.staffNumber === actor.id ? allow('own duty') : deny('core.not-found');
};

/** @throws Refusal why this person cannot take the rest of the duty */
async function mustBeFree({ tx, now }: ActionContext, duty: Duty, to: string): Promise<void> {
  if (to === duty.staffNumber) throw refuse('duty-roster.same-person', {}, 400);
  const draft: Draft = fromNow({ ...duty, staffNumber: to }, now);
  const around = await aroundOf(tx, draft, duty.id);
  const problem = problemOf(draft, around, now);
  if (problem !== undefined) throw refuse(problem.code, problem.facts, problem.code === 'duty-roster.unknown-staff' ? 400 : 409);
  // A keeper may put one person on two duties; a colleague may not be talked into it.
  const other = around.elsewhere.find((each) => overlap(each, draft));
  if (other !== undefined) throw refuse('duty-roster.busy', { name: around.person?.name ?? to, department: around.departmentOf(other.departmentCode), from: moment(other.from, now), until: until(other.until, now) });
}

export const askStandIn = defineAction({
  name: 'duty-roster.ask-stand-in',
  input: standInAsk,
  output: z.void(),
  policy: byHolder,
  subject: ({ id }) => id,
  body: async (context, { id, staff, note }) => {
    const { tx, now } = context;
    const duty = await load(context, id);
    mustNotBeOver(duty, now);
    await mustBeFree(context, duty, staff);
    // One at a time: two who both say yes would both come.
    for (const before of await waitingRequests(tx, { duties: [id] })) await settle(context, before, 'withdrawn');
    const request = await addRequest(tx, { dutyId: id, departmentCode: duty.departmentCode, asker: duty.staffNumber, asked: staff, note, askedAt: now });
    await tell(context, { module: moduleName, subject: `request:${request}`, step: 'asked', recipients: [staff], urgency: 'normal' });
  },
});

async function settle(context: ActionContext, request: RequestRow, state: 'accepted' | 'refused' | 'withdrawn'): Promise<void> {
  if (!(await settleRequest(context.tx, request.id, state, context.now))) throw refuse('duty-roster.request-over');
  await refresh(context, moduleName, `request:${request.id}`);
}

async function waiting({ tx }: ActionContext, id: string): Promise<RequestRow> {
  const request = await findRequest(tx, id);
  if (request === undefined) throw new Refusal('core.not-found', {}, 404);
  if (request.state !== 'waiting') throw refuse('duty-roster.request-over');
  return request;
}

const byPart = (part: 'asker' | 'asked'): Policy<{ readonly id: string }> => async (actor, { id }, { tx }) => {
  const request = await findRequest(tx, id);
  return actor.kind === 'staff' && request?.[part] === actor.id ? allow(part) : deny('core.not-found');
};

export const answerStandIn = defineAction({
  name: 'duty-roster.answer-stand-in',
  input: standInAnswer,
  output: z.void(),
  policy: byPart('asked'),
  subject: ({ id }) => id,
  body: async (context, { id, accept }) => {
    const { tx, now } = context;
    const request = await waiting(context, id);
    if (accept) {
      const before = await findDuty(tx, request.dutyId);
      if (before?.staffNumber !== request.asker) throw refuse('duty-roster.request-over');
      const duty = await load(context, request.dutyId);
      mustNotBeOver(duty, now);
      await mustBeFree(context, duty, request.asked);
      await passTo(context, duty, request.asked);
    }
    await settle(context, request, accept ? 'accepted' : 'refused');
    await tell(context, { module: moduleName, subject: `request:${id}`, step: 'answered', recipients: [request.asker], urgency: 'normal' });
  },
});

export const withdrawStandIn = defineAction({
  name: 'duty-roster.withdraw-stand-in',
  input: z.object({ id: z.uuid() }),
  output: z.void(),
  policy: byPart('asker'),
  subject: ({ id }) => id,
  body: async (context, { id }) => settle(context, await waiting(context, id), 'withdrawn'),
});

/** At once, face to face: to whoever comes next, whose duty begins now, or to somebody else for the rest of it. */
export const handOver = defineAction({
  name: 'duty-roster.hand-over',
  input: handOverDraft,
  output: z.object({ to: z.string() }),
  policy: byHolder,
  subject: ({ id }) => id,
  body: async (context, { id, staff }) => {
    const { tx, now } = context;
    const duty = await load(context, id);
    mustNotBeOver(duty, now);
    if (!holdsAt(duty, now)) throw refuse('duty-roster.not-begun');
    const next = nextOf(duty, await dutiesOf(tx, { from: now, until: null }, { departments: [duty.departmentCode], duties: [duty.duty] }));
    const to = staff ?? next?.staffNumber;
    if (to === undefined) throw refuse('duty-roster.no-next');
    if (next?.staffNumber === to) await toNext(context, duty, next);
    else {
      await mustBeFree(context, duty, to);
      await passTo(context, duty, to, 'handed-over');
    }
    await tell(context, { module: moduleName, subject: `handed:${next?.staffNumber === to ? next.id : await heldNow(context, duty, to)}`, step: `handed:${now.getTime()}`, recipients: [to], urgency: 'normal' });
    const names = await namesOf(tx, [{ number: to }]);
    return { to: names.person({ number: to })?.name ?? to };
  },
});

async function toNext(context: ActionContext, duty: Duty, next: Duty): Promise<void> {
  const { tx, now } = context;
  await mustBeFree(context, { ...duty, until: next.from }, next.staffNumber);
  await changeDuty(tx, by(context), duty.id, { until: now });
  await changeDuty(tx, by(context), next.id, { from: now });
  await changed(context, duty.departmentCode, { how: 'handed-over', duty: duty.duty, staff: next.staffNumber, was: duty.staffNumber, from: now, until: next.until });
}

async function heldNow({ tx, now }: ActionContext, { departmentCode, duty, id }: Duty, staff: string): Promise<string> {
  const own = await dutiesOf(tx, { from: now, until: null }, { departments: [departmentCode], duties: [duty], staff });
  return own.find((each) => holdsAt(each, now))?.id ?? id;
}

