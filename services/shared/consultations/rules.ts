/** The decisions: who has to do with a consultation, who may see the patient for it, what is news. Pure. */
import type { Consultation as Told } from '../../links/statements/schema.ts';
import { type Consultation, type Part, openDays } from './model.ts';

const dayMs = 86_400_000;

export function isOpen({ state }: Pick<Consultation, 'state'>): boolean {
  return state === null || state === 'requested' || state === 'accepted';
}

/** Staff numbers of the people who were invited by name. */
export function invitedOf({ invited }: Pick<Consultation, 'invited'>): string[] {
  return [...new Set((invited ?? []).flatMap(({ staff }) => staff?.number ?? []))].toSorted();
}

export interface Access {
  readonly staffNumber: string;
  readonly patientId: string;
  readonly until: Date;
}

/** While it is open each who is invited by name sees the patient; one told without any time counts from now. */
export function accessOf(consultation: Consultation, now: Date): Access[] {
  const { patientId, plannedAt, requestedAt } = consultation;
  const until = new Date((plannedAt ?? requestedAt ?? now).getTime() + openDays * dayMs);
  if (patientId === null || !isOpen(consultation) || until <= now) return [];
  return invitedOf(consultation).map((staffNumber) => ({ staffNumber, patientId, until }));
}

export function whoOf({ by, department }: NonNullable<Told['opinions']>[number]): string {
  return by?.number ?? by?.name ?? department ?? '';
}

export interface PartOf {
  readonly staffNumber: string;
  readonly part: Part;
}

export function partsOf(consultation: Consultation, answered: readonly string[]): PartOf[] {
  const asked = consultation.requestedBy?.number;
  return [
    ...(asked === undefined ? [] : [{ staffNumber: asked, part: 'asked' as const }]),
    ...invitedOf(consultation).map((staffNumber) => ({ staffNumber, part: 'invited' as const })),
    ...[...new Set(answered)].toSorted().map((staffNumber) => ({ staffNumber, part: 'answered' as const })),
  ];
}

/** Asked for the first time, or of more people, while it is open. */
export function isNewlyAsked(before: Consultation | undefined, after: Consultation): boolean {
  if (!isOpen(after)) return false;
  const known = before === undefined ? [] : invitedOf(before);
  return before === undefined || !isOpen(before) || invitedOf(after).some((number) => !known.includes(number));
}
