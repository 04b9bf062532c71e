/** The decisions: whom the centre may move where, what the hospital is asked. Pure. */
import { keysOf } from '../../links/contract/schema.asked.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';
import { refusals } from '../../core/phrases.ts';
import { type Place, type Request, furthestDays } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);
const dayMs = 86_400_000;

export interface Situation {
  readonly hasDoor: boolean;
  /** Booked and not here yet. */
  readonly booked: boolean;
  /** Something asked before has no answer yet. */
  readonly underWay: boolean;
}

/** @throws Refusal `admission-centre.not-booked`, `.no-door`, `.under-way` */
export function mustBeAble({ hasDoor, booked, underWay }: Situation): void {
  if (!booked) throw refuse('admission-centre.not-booked');
  if (!hasDoor) throw refuse('admission-centre.no-door');
  if (underWay) throw refuse('admission-centre.under-way');
}

export interface Room {
  readonly department: string;
  /** As people call it. */
  readonly name: string;
  /** As people write it. */
  readonly day: string;
  readonly places: readonly Place[];
  /** Others of the department who are booked for that day. */
  readonly booked: number;
}

/** @throws Refusal `admission-centre.past`, `.too-far`, `.closed`, `.full` */
export function mustHaveRoom(plannedAt: Date, { department, name, day, places, booked }: Room, now: Date): void {
  if (plannedAt <= now) throw refuse('admission-centre.past');
  if (plannedAt.getTime() > now.getTime() + furthestDays * dayMs) throw refuse('admission-centre.too-far', { days: furthestDays });
  const place = places.find((each) => each.department === department);
  if (place === undefined) return;
  if (place.beds === 0) throw refuse('admission-centre.closed', { department: name });
  if (booked >= place.beds) throw refuse('admission-centre.full', { department: name, day, booked, beds: place.beds });
}

const { keyOf } = keysOf('admission-centre');

export interface Whose {
  /** The patient's number, the visit's number, the name of who asks. */
  readonly patient: string;
  readonly visit: string;
  readonly name: string;
}

export function commandOf({ id, kind, by, askedAt, plannedAt, ward, bed, why }: Request, { patient, visit, name }: Whose): CommandOf<'reschedule-admission'> | CommandOf<'cancel-admission'> {
  const common = { key: keyOf(id), at: askedAt.toISOString(), actor: { number: by, name }, reason: why };
  const about = { patientIds: [{ value: patient, type: 'MR' }], visit };
  if (kind === 'cancel' || plannedAt === null) return { ...common, kind: 'cancel-admission', data: about };
  return { ...common, kind: 'reschedule-admission', data: { ...about, plannedAt: plannedAt.toISOString(), ...(ward !== null && { ward }), ...(bed !== null && { bed }) } };
}
