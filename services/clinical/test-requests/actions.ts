/** Policy; load → rule → save → emit. */
import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type ActionContext, defineAction, defineJobKind } from '../../core/module.ts';
import { refresh, tell } from '../../shared/notices/index.ts';
import { personIds } from '../../shared/patients/index.ts';
import { asked, settled as settledFact, withdrawn } from './events.ts';
import type { TestRequest } from './model.ts';
import { type RequestParts, asRunning, byOrdering, byOrderingOfRequest, progressOf, runningOf } from './queries.ts';
import { itemsOf, mustBeAble, mustBeSame, nextOfWithdrawal, numberOf, retried, settled, takenBack, withdrawalSettled, withdrawing } from './rules.ts';
import { askInput, askedView, oneRequest, withdrawInput } from './schema.ts';
import { insertRequest, loadForChange, lockPerson, patientOfRequest, requestsOfBatch, saveRequest, visitsThatGoOn } from './store.ts';

export const moduleName = 'test-requests';
const carried = { priority: 50, tries: 60, pause: { first: 2, slowest: 300 }, onAmbiguous: 'retry' } as const;
/** Hands the request to the commands, which carry it over. */
export const handOver = defineJobKind('test-requests.hand-over', oneRequest, carried);
export const sendAgain = defineJobKind('test-requests.send-again', oneRequest, carried);
export const takeBack = defineJobKind('test-requests.take-back', oneRequest, carried);

const outcome = z.object({ state: z.string(), code: z.string().optional(), message: z.string().optional(), number: z.string().optional() });
const step = z.enum(['nothing', 'drop', 'ask', 'done']);

export function requestActs(parts: RequestParts) {
  const { seal, hasDoor } = parts;
  const ask = defineAction({
    name: 'test-requests.ask',
    input: askInput,
    output: askedView,
    policy: byOrdering(parts, async (_tx, { patientId }: { readonly patientId: string }) => patientId),
    subject: ({ patientId }) => patientId,
    patients: ({ patientId }) => [patientId],
    body: async ({ tx, now, actor, emit, schedule }, { patientId, visitId, batch, items: wanted, urgent, purpose, remark }) => {
      if (actor.kind !== 'staff') throw new Refusal('core.sign-in-first', {}, 401);
      await lockPerson(tx, patientId);
      const before = await requestsOfBatch(tx, seal, batch, actor.id);
      const patients = await personIds(tx, patientId);
      if (before.length > 0) {
        mustBeSame(before, { patients, visitId, wanted });
        return { requests: before.map(({ id, number }) => ({ id, number })) };
      }
      mustBeAble({ hasDoor, goesOn: (await visitsThatGoOn(tx, patients, now)).includes(visitId) });
      const items = itemsOf(wanted, await parts.items(tx, wanted.map(({ code }) => code)), asRunning(await runningOf(tx, seal, patientId, now)), now);
      const requests = items.map((item): TestRequest => {
        const id = newId(now.getTime());
        return { id, number: numberOf(id, now), batch, patientId, visitId, item, urgent, purpose, remark, by: actor.id, department: actor.departmentCode, askedAt: now, state: 'sending', code: null, reason: null, orderNumber: null, settledAt: null, withdrawal: null };
      });
      for (const request of requests) {
        await insertRequest(tx, seal, request);
        emit(asked, patientId, { ...aboutOf(request), urgent });
        schedule(handOver, { id: request.id });
      }
      return { requests: requests.map(({ id, number }) => ({ id, number })) };
    },
  });

  const ofRequest = { policy: byOrderingOfRequest(parts), subject: ({ id }: { readonly id: string }) => id, about: patientOfRequest, output: z.void() } as const;

  const retry = defineAction({
    name: 'test-requests.retry',
    input: oneRequest,
    ...ofRequest,
    body: async (context, { id }) => {
      const { tx, schedule } = context;
      await saveRequest(tx, seal, retried(await load(tx, id)));
      schedule(sendAgain, { id });
      await refresh(context, moduleName, id);
    },
  });

  const withdraw = defineAction({
    name: 'test-requests.withdraw',
    input: withdrawInput,
    ...ofRequest,
    body: async ({ tx, now, actor, schedule }, { id, why }) => {
      const request = await load(tx, id);
      await saveRequest(tx, seal, withdrawing(request, await progressOf(tx, request, now), { number: actor.id, why }, now));
      schedule(takeBack, { id });
    },
  });

  const noteOutcome = defineAction({
    name: 'test-requests.note-outcome',
    input: oneRequest.extend({ outcome }),
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, outcome: became }) => {
      const { tx, now, emit, schedule } = context;
      const request = await loadForChange(tx, seal, id);
      if (request === undefined) return;
      const after = settled(request, became, now);
      if (after === request) return;
      await saveRequest(tx, seal, after);
      if (after.state !== request.state && (after.state === 'accepted' || after.state === 'refused' || after.state === 'failed')) emit(settledFact, after.patientId, { ...aboutOf(after), state: after.state });
      // Whoever ordered has put the phone away: what was not taken is told.
      if (after.state === 'refused' || after.state === 'failed') await tell(context, { module: moduleName, subject: id, step: after.state, recipients: [after.by], urgency: after.urgent ? 'critical' : 'normal' });
      await refresh(context, moduleName, id);
      // Somebody wanted it back before it was known whether it is there.
      if (nextOfWithdrawal(after) !== 'nothing') schedule(takeBack, { id });
    },
  });

  const noteWithdrawal = defineAction({
    name: 'test-requests.note-withdrawal',
    input: oneRequest.extend({ outcome }),
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, outcome: became }) => {
      const request = await loadForChange(context.tx, seal, id);
      if (request !== undefined) await keepWithdrawal(context, request, withdrawalSettled(request, became, context.now));
    },
  });

  /** Nothing of it is at the hospital: it was never sent, or the hospital never took it. */
  const noteTakenBack = defineAction({
    name: 'test-requests.note-taken-back',
    input: oneRequest,
    output: z.void(),
    policy: bySystem,
    body: async (context, { id }) => {
      const request = await loadForChange(context.tx, seal, id);
      if (request?.withdrawal?.state === 'asked' && request.state !== 'accepted') await keepWithdrawal(context, request, takenBack(request, context.now));
    },
  });

  const whatNext = defineAction({
    name: 'test-requests.what-next',
    input: oneRequest,
    output: step,
    policy: bySystem,
    body: async ({ tx }, { id }) => {
      const request = await loadForChange(tx, seal, id);
      return request === undefined ? 'nothing' : nextOfWithdrawal(request);
    },
  });

  async function load(tx: ActionContext['tx'], id: string): Promise<TestRequest> {
    const request = await loadForChange(tx, seal, id);
    if (request === undefined) throw new Refusal('core.not-found', {}, 404);
    return request;
  }

  async function keepWithdrawal(context: ActionContext, before: TestRequest, after: TestRequest): Promise<void> {
    if (after === before) return;
    const { tx, emit } = context;
    const { withdrawal } = after;
    if (withdrawal?.state === 'refused' || withdrawal?.state === 'failed') await tell(context, { module: moduleName, subject: after.id, step: `withdrawal-${withdrawal.state}`, recipients: [withdrawal.by], urgency: 'normal' });
    await refresh(context, moduleName, after.id);
    await saveRequest(tx, seal, after);
    if (after.state === 'withdrawn' && before.state !== 'withdrawn') emit(withdrawn, after.patientId, aboutOf(after));
  }

  return { ask, retry, withdraw, noteOutcome, noteWithdrawal, noteTakenBack, whatNext };
}
export type RequestActs = ReturnType<typeof requestActs>;

const aboutOf = ({ id, visitId, item, by }: TestRequest) => ({ request: id, visitId, item: item.code, by });
