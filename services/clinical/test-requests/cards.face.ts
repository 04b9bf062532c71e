/** The module's card in the chats: drawn from today's state for whoever ordered, or wanted it back. */
import type { Card } from '../../../cards/card.ts';
import type { Tx } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import { findPerson, findPlace } from '../../shared/directory/index.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { findPatient, findVisit } from '../../shared/patients/index.ts';
import { moduleName } from './actions.ts';
import { requestCard } from './cards.ts';
import { findRequest, patientOfRequest } from './store.ts';

export function face(seal: Seal): CardFace {
  return {
    module: moduleName,
    draw: ({ tx, now }, subject, { staff }) => draw(tx, seal, now, subject, staff),
    about: (tx, subject) => patientOfRequest(tx, { id: subject }),
    press: () => undefined,
  };
}

async function draw(tx: Tx, seal: Seal, now: Date, id: string, staff: string): Promise<Card | undefined> {
  const [request, person] = [await findRequest(tx, seal, id), await findPerson(tx, staff)];
  if (request === undefined || person?.active !== true || ![request.by, request.withdrawal?.by].includes(staff)) return undefined;
  const [patient, visit] = [await findPatient(tx, request.patientId), await findVisit(tx, request.visitId)];
  const { wardName } = await findPlace(tx, visit ?? {});
  const { patientId, urgent, askedAt, state, item, withdrawal } = request;
  return requestCard({
    patientId, urgent, askedAt, state, item: item.name, withdrawal: withdrawal?.state,
    patient: { name: patient?.name ?? '', sex: patient?.sex ?? 'U', birthDate: patient?.birthDate ?? null, bed: visit?.bed ?? '', ward: wardName ?? '' },
  }, now);
}
