/** The decisions: who may write when, what the hospital is asked, what its answer means, who is told. Pure. */
import { type Outcome, keysOf, settledBy } from '../../links/contract/schema.asked.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';
import { refusals } from '../../core/phrases.ts';
import { type Answer, newsHours } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

export interface Situation {
  /** The hospital takes commands. */
  readonly hasDoor: boolean;
  /** The consultation waits for opinions. */
  readonly open: boolean;
  /** It belongs to a patient with a number. */
  readonly numbered: boolean;
  /** Whoever wants to write was asked, by name or for a department. */
  readonly asked: boolean;
  /** Own answers so far. */
  readonly own: readonly Pick<Answer, 'state'>[];
}

export type Hindrance = keyof typeof phrases & string;

/** Why nothing can be written now; `undefined`: go on. A refused opinion may be written anew, an accepted one supplemented while it is open. */
export function hindrance({ hasDoor, open, numbered, asked, own }: Situation): Hindrance | undefined {
  if (!asked) return 'consultation-answers.not-asked';
  if (!hasDoor) return 'consultation-answers.no-door';
  if (!open) return 'consultation-answers.closed';
  if (!numbered) return 'consultation-answers.unnumbered';
  return own.some(({ state }) => state === 'sending' || state === 'failed') ? 'consultation-answers.under-way' : undefined;
}

/** @throws Refusal whatever hinders */
export function mustBeAble(situation: Situation): void {
  const why = hindrance(situation);
  if (why !== undefined) throw refuse(why, {}, why === 'consultation-answers.not-asked' ? 403 : 409);
}

/** @throws Refusal `consultation-answers.signed`, `.signature-of-another` */
export function signed(answer: Answer, signature: string, signer: { readonly staffNumber: string; readonly name: string }): Answer {
  if (answer.state !== 'written') throw refuse('consultation-answers.signed');
  if (signer.staffNumber !== answer.by) throw refuse('consultation-answers.signature-of-another', { who: signer.name }, 403);
  return { ...answer, state: 'sending', signature };
}

/** What the hospital said of what was signed. */
export function settled(answer: Answer, outcome: Outcome, now: Date): Answer {
  const after = answer.state === 'written' ? answer : settledBy<Answer>(answer, outcome);
  return after === answer ? answer : { ...after, settledAt: after.state === 'failed' ? null : now };
}

export const { keyOf } = keysOf('consultation-answers');

export interface Asked {
  readonly answer: Answer;
  readonly name: string;
  readonly patient: string;
  readonly visit: string | undefined;
  /** `application@facility`, as the consultation was told. */
  readonly source: string;
  readonly number: string;
}

export function commandOf({ answer, name, patient, visit, source, number }: Asked): CommandOf<'answer-consultation'> {
  const [application = '', facility = ''] = source.split('@');
  const actor = { number: answer.by, name };
  const at = answer.writtenAt.toISOString();
  return {
    key: keyOf(answer.id), kind: 'answer-consultation', at, actor,
    data: {
      patientIds: [{ value: patient, type: 'MR' }], ...(visit !== undefined && { visit }), source: { application, facility }, consultation: number, department: answer.department, text: answer.text, answeredAt: at,
      ...(answer.signature !== null && { signature: { reference: answer.signature, by: actor, at } }),
    },
  };
}

/** Asked lately and still waiting: whoever is asked is told. What is told of the past is history. */
export function isNews({ requestedAt, open }: { readonly requestedAt: Date | null; readonly open: boolean }, now: Date): boolean {
  return open && (requestedAt === null || now.getTime() - requestedAt.getTime() < newsHours * 3_600_000);
}

export const isUrgent = (type: string | null | undefined): boolean => /急/u.test(type ?? '');
