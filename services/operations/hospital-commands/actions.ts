/** Policy; load → rule → save → emit. */
import { z } from 'zod';
import { byFunction, bySystem } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { defineAction, defineJobKind, defineQuery } from '../../core/module.ts';
import type { Seal } from '../../core/seal.ts';
import { findPeople } from '../../shared/directory/index.ts';
import { command, commandAnswer } from '../../links/contract/schema.commands.ts';
import { commandAnswered, commandFailed } from './events.ts';
import { again, answered, asked, dropped, isSettled, mayDrop, nextStep, sending, troubled } from './rules.ts';
import { type CommandView, commandFilters, commandList, oneCommand } from './schema.ts';
import { type Kept, deliveryOf, find, findByKey, insert, loadForChange, messageIn, save, saveAnswer } from './store.ts';

/** Hours of an hospital that is away; after that a person looks. */
export const deliver = defineJobKind('hospital-commands.deliver', oneCommand, { priority: 50, tries: 60, pause: { first: 2, slowest: 300 } });

/** Where whoever asked waits for the answer and tries by itself, the job only comes after it. */
const afterMs = 20_000;

const became = z.object({ id: z.uuid(), state: z.enum(['waiting', 'pending', 'accepted', 'refused', 'failed']), code: z.string().optional(), message: z.string().optional(), number: z.string().optional() });
const becameOf = ({ id, delivery: { state, code }, message, number }: Kept): z.infer<typeof became> => ({ id, state, code, message, number });
const oneKey = z.object({ key: z.string() });
const step = z.enum(['send', 'ask', 'nothing']);
const trouble = oneCommand.extend({ known: z.enum(['transient', 'ambiguous', 'permanent']), code: z.string(), last: z.boolean(), step });

export function commandActs(seal: Seal, isSetUp: boolean) {
  const issue = defineAction({
    name: 'hospital-commands.issue',
    input: z.object({ command, waits: z.boolean().default(false) }),
    output: became,
    policy: bySystem,
    body: async ({ tx, now, schedule }, { command: wanted, waits }) => {
      const known = await findByKey(tx, seal, wanted.key);
      if (known !== undefined) return becameOf(known);
      const id = newId(now.getTime());
      await insert(tx, seal, id, wanted, asked, now);
      schedule(deliver, { id }, waits ? new Date(now.getTime() + afterMs) : undefined);
      return { id, state: asked.state };
    },
  });
  const outcome = defineQuery({
    name: 'hospital-commands.outcome',
    input: oneKey,
    output: became.optional(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { key }) => {
      const known = await findByKey(tx, seal, key);
      return known === undefined ? undefined : becameOf(known);
    },
  });
  const next = defineQuery({
    name: 'hospital-commands.next',
    input: oneCommand,
    output: z.object({ command, step }).optional(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id }) => {
      const kept = await find(tx, seal, id);
      return kept === undefined ? undefined : { command: kept.command, step: nextStep(kept.delivery) };
    },
  });
  const noteSending = defineAction({
    name: 'hospital-commands.note-sending',
    input: oneCommand,
    output: z.void(),
    policy: bySystem,
    body: async ({ tx, now }, { id }) => save(tx, id, sending((await loadForChange(tx, seal, id)).delivery), { triedAt: now }),
  });
  const noteAnswer = defineAction({
    name: 'hospital-commands.note-answer',
    input: oneCommand.extend({ answer: commandAnswer }),
    output: z.void(),
    policy: bySystem,
    body: async ({ tx, now, emit }, { id, answer }) => {
      const { delivery, command: { key, kind } } = await loadForChange(tx, seal, id);
      const after = answered(delivery, answer);
      if (after === delivery) return;
      await save(tx, id, after, isSettled(after) ? { answeredAt: now } : {});
      await saveAnswer(tx, seal, id, answer);
      if (answer.state !== 'pending') emit(commandAnswered, key, { kind, state: answer.state, ...(answer.code !== undefined && { code: answer.code }) });
    },
  });
  const noteTrouble = defineAction({
    name: 'hospital-commands.note-trouble',
    input: trouble,
    output: z.void(),
    policy: bySystem,
    body: async ({ tx, emit }, { id, ...what }) => {
      const { delivery, command: { key, kind } } = await loadForChange(tx, seal, id);
      const after = troubled(delivery, what);
      await save(tx, id, after);
      if (after.state === 'failed' && delivery.state !== 'failed') emit(commandFailed, key, { kind, code: what.code });
    },
  });
  const sendAgain = defineAction({
    name: 'hospital-commands.again',
    input: oneCommand,
    output: z.void(),
    policy: byFunction('hospital-commands'),
    subject: ({ id }) => id,
    body: async ({ tx, schedule }, { id }) => {
      await save(tx, id, again((await loadForChange(tx, seal, id)).delivery));
      schedule(deliver, { id });
    },
  });
  /** Whoever asked wants what failed tried once more; what is settled or under way stays as it is. */
  const resume = defineAction({
    name: 'hospital-commands.resume',
    input: oneKey,
    output: z.void(),
    policy: bySystem,
    body: async ({ tx, schedule }, { key }) => {
      const known = await findByKey(tx, seal, key);
      if (known === undefined) return;
      const { id, delivery } = await loadForChange(tx, seal, known.id);
      if (delivery.state !== 'failed') return;
      await save(tx, id, again(delivery));
      schedule(deliver, { id });
    },
  });
  /** Whoever asked takes it back before it can have arrived: nobody sends it any more, by hand neither. */
  const drop = defineAction({
    name: 'hospital-commands.drop',
    input: oneKey,
    output: z.object({ dropped: z.boolean() }),
    policy: bySystem,
    body: async ({ tx, now }, { key }) => {
      const known = await findByKey(tx, seal, key);
      if (known === undefined) return { dropped: false };
      const { id, delivery } = await loadForChange(tx, seal, known.id);
      if (!mayDrop(delivery)) return { dropped: false };
      await save(tx, id, dropped(delivery), { answeredAt: now });
      return { dropped: true };
    },
  });
  const list = defineQuery({
    name: 'hospital-commands.list',
    input: commandFilters,
    output: commandList,
    policy: byFunction('hospital-commands'),
    audited: true,
    body: async ({ tx }, { state, limit, offset }) => {
      const where = state === undefined ? {} : { state };
      const rows = await tx.hospitalCommand.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit, skip: offset });
      const people = await findPeople(tx, [...new Set(rows.map(({ staffNumber }) => staffNumber))]);
      const items = rows.map((row): CommandView => {
        const { id, kind, staffNumber: number, createdAt, triedAt, answeredAt } = row;
        const { code, ...delivery } = deliveryOf(row);
        return { id, kind, staff: { number, name: people.get(number)?.name ?? number }, ...delivery, code: code ?? null, message: messageIn(seal, row) ?? null, createdAt, triedAt, answeredAt };
      });
      return { items, total: await tx.hospitalCommand.count({ where }), isSetUp };
    },
  });
  return { issue, outcome, next, noteSending, noteAnswer, noteTrouble, sendAgain, resume, drop, list };
}
export type CommandActs = ReturnType<typeof commandActs>;
