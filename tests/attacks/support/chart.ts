/** What the clinical store holds of the victim, each with a mark that no stranger may find. */
import type { World } from '../../kit/world.ts';
import { receiving } from '../../kit/statements.ts';
import { stampOf } from '../../../services/core/registers.ts';
import { applyConsultation } from '../../../services/shared/consultations/index.ts';
import { applyDocument } from '../../../services/shared/documents/index.ts';
import { applyObservation } from '../../../services/shared/nursing/index.ts';
import { applyOrder } from '../../../services/shared/orders/index.ts';
import { applyBooking, applySession } from '../../../services/shared/schedules/index.ts';
import { applyOperation } from '../../../services/shared/theatre/index.ts';
import { insertRequest } from '../../../services/clinical/test-requests/store.ts';
import { newId } from '../../../services/core/ids.ts';

export interface Chart {
  readonly order: string;
  readonly report: string;
  readonly document: string;
  readonly session: string;
  readonly consultation: string;
  /** A test that his doctor ordered from the phone. */
  readonly request: string;
}

/** Found in lists and details of who may see the patient, and nowhere else. */
export const marks = ['MARK-OF-THE-ORDER', 'MARK-OF-THE-TEXT', 'MARK-OF-THE-TITLE', 'MARK-OF-THE-BOOKING', 'MARK-OF-THE-OPERATION', 'MARK-OF-THE-CASE', 'MARK-OF-THE-NURSE', 'MARK-OF-THE-PURPOSE'];

/** His doctor asks for a consultation and holds the clinic he is booked in; another department's surgeon has the session of the roster. */
export async function chart(w: World, patientId: string, visitId: string): Promise<Chart> {
  const { database, seal } = w.hospital;
  const { prisma } = database;
  const at = w.now().toISOString();
  const request = newId();
  const about = { patientId, visitId, stamp: stampOf({ master: true, asOf: w.now(), controlId: 'CHART' }), sender: { application: 'EMR', facility: 'QH' }, arrival: 'chart' };
  await receiving(database, w.now(), async (context) => {
    await applyOrder(context, about, { kind: 'order', number: 'VO1', category: 'drug', term: 'long', name: 'MARK-OF-THE-ORDER', startAt: at });
    await applyDocument(seal)(context, about, { kind: 'document', number: 'VD1', shelf: 'record', type: { text: '入院记录' }, title: 'MARK-OF-THE-TITLE', writtenAt: at, content: { mediaType: 'text/plain', text: 'MARK-OF-THE-TEXT' } });
    await applySession(context, about, { kind: 'session', number: 'VS1', department: 'CARD', doctor: { number: '1001' }, day: '2026-11-20' });
    await applyBooking(context, about, { kind: 'booking', number: 'VB1', session: 'VS1', from: at, reason: 'MARK-OF-THE-BOOKING' });
    await applyOperation(context, about, { kind: 'operation', number: 'VP1', aliases: ['VP2'], department: 'CARD', name: 'MARK-OF-THE-OPERATION', plannedFrom: at, surgeon: { number: '1001' }, state: 'planned' });
    await applyConsultation(context, about, { kind: 'consultation', number: 'VC1', requestedBy: { number: '1001' }, requestedAt: at, summary: 'MARK-OF-THE-CASE', state: 'requested' });
    await insertRequest(context.tx, seal, { id: request, number: 'WLATTACKED', batch: newId(), patientId, visitId, item: { code: 'JY-ELEC', name: '电解质', category: 'laboratory' }, urgent: true, purpose: 'MARK-OF-THE-PURPOSE', remark: '', by: '1001', department: 'CARD', askedAt: w.now(), state: 'accepted', code: null, reason: null, orderNumber: null, settledAt: null, withdrawal: null });
    await applyObservation(context, about, { kind: 'observation', code: { text: '体温' }, value: '36.6', note: 'MARK-OF-THE-NURSE', at });
  });
  const [order, report, document, session, consultation] = await Promise.all([
    prisma.clinicalOrder.findFirstOrThrow({ where: { number: 'VO1' } }),
    prisma.report.findFirstOrThrow({ where: { patientId } }),
    prisma.document.findFirstOrThrow({ where: { number: 'VD1' } }),
    prisma.clinicSession.findFirstOrThrow({ where: { number: 'VS1' } }),
    prisma.consultation.findFirstOrThrow({ where: { number: 'VC1' } }),
  ]);
  return { order: order.id, report: report.id, document: document.id, session: session.id, consultation: consultation.id, request };
}
