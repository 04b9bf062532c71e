/** The module's card in the chats: drawn from today's state for whoever is asked, or was and answered. */
import type { Tx } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import type { Card } from '../../../cards/card.ts';
import { findConsultation, partsOf, personsOf } from '../../shared/consultations/index.ts';
import { findPerson, findPlace, namesOf } from '../../shared/directory/index.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { findPatient, findVisit } from '../../shared/patients/index.ts';
import { moduleName } from './actions.ts';
import { askedCard } from './cards.ts';
import { answersOf } from './store.ts';

export function face(seal: Seal): CardFace {
  return {
    module: moduleName,
    draw: ({ tx, now }, subject, { staff }) => draw(tx, seal, now, subject, staff),
    about: (tx, subject) => personsOf(tx, subject),
    press: () => undefined,
  };
}

async function draw(tx: Tx, seal: Seal, now: Date, consultationId: string, staff: string): Promise<Card | undefined> {
  const [row, person] = [await findConsultation(tx, consultationId), await findPerson(tx, staff)];
  if (row === undefined || row.patientId === null || person?.active !== true) return undefined;
  const own = (await answersOf(tx, seal, consultationId)).find(({ by }) => by === staff);
  if (own === undefined && !(await partsOf(tx, consultationId, staff, now)).includes('invited')) return undefined;
  const [patient, visit] = [await findPatient(tx, row.patientId), row.visitId === null ? undefined : await findVisit(tx, row.visitId)];
  const { wardName } = await findPlace(tx, visit ?? {});
  const names = await namesOf(tx, [row.requestedBy], [row.department]);
  return askedCard({
    id: consultationId, type: row.type, purpose: row.purpose, requestedAt: row.requestedAt, plannedAt: row.plannedAt, state: row.state ?? 'requested', own,
    who: [names.department(row.department), names.person(row.requestedBy)?.name].filter(Boolean).join(' '),
    patient: { name: patient?.name ?? '', sex: patient?.sex ?? 'U', birthDate: patient?.birthDate ?? null, bed: visit?.bed ?? '', ward: wardName ?? '' },
  }, now);
}
