/** Whose data everybody is after, and what must not be found where it does not belong. */
import type { ExecutionContext } from 'ava';
import { identityOf, patients } from '../../../prisma/demo/hospital.ts';
import { newId } from '../../../services/core/ids.ts';
import { type World, potassium } from '../../kit/world.ts';
import { type Chart, chart, marks } from './chart.ts';
import { type Crowd, asker, stepUp } from './people.ts';

export interface Victim {
  /** A critical value that waits for an answer. */
  readonly value: string;
  /** One that was disposed of, and the signature under it. */
  readonly signedValue: string;
  readonly signature: string;
  readonly patient: string;
  readonly visit: string;
  /** Rows of the clinical store about him. */
  readonly chart: Chart;
  /** His document as his doctor has it open. */
  readonly opening: string;
  /** A picture of that page, traced to it. */
  readonly tracing: string;
  /** A broken glass to the patient that waits for its review. */
  readonly glass: string;
  /** Asked for and granted. */
  readonly permission: string;
  /** Waits for a decision. */
  readonly request: string;
  /** What no stranger, no header and no line of the log may hold. */
  readonly secrets: readonly string[];
  /** Of these, what also the record of what was done may not hold: all but ids and the patient's number. */
  readonly content: readonly string[];
}

export const bed = 'CARD1-12';
export const pin = '258147';

/** Two values of one patient, one signed and one open; somebody broke the glass to him, somebody asked for a permission. */
export async function victim(w: World, everybody: Crowd): Promise<Victim> {
  const { prisma } = w.hospital.database;
  const doctor = everybody.of('own');
  await w.laboratorySends(bed, [potassium('7.1319')]);
  await w.settle();
  const { id: signedValue } = await prisma.criticalValue.findFirstOrThrow();
  await doctor('POST', '/signatures/enrol', { pin });
  await doctor('POST', `/critical-values/${signedValue}/dispose`, { choices: ['observe'], note: 'MARK-OF-THE-NOTE' });
  await doctor('POST', `/critical-values/${signedValue}/sign`, { pin });
  await w.settle();
  await w.laboratorySends(bed, [{ code: { id: '2339-0', text: '葡萄糖' }, value: '1.1379', unit: 'mmol/L', range: '3.9-6.1' }]);
  await w.settle();
  const { id: value, visitId } = await prisma.criticalValue.findFirstOrThrow({ where: { clinical: 'open' } });
  const { id: signature } = await prisma.signature.findFirstOrThrow();
  const [known] = patients;
  if (known === undefined || visitId === null) throw new Error('The demonstration hospital has changed.');
  const row = await prisma.patient.findUniqueOrThrow({ where: { number: known.number } });
  const identity = identityOf(known);
  const charted = await chart(w, row.id, visitId);
  const asked = await widen(w, everybody, known.number);
  const opening = ((await doctor('POST', `/patients/${row.id}/documents/${charted.document}/openings`, {})).data as { openingId: string }).openingId;
  const tracing = newId();
  await prisma.tracing.create({ data: { id: tracing, at: w.now(), staffNumber: '9102', fileName: '截图.jpg', digest: '0', bytes: 1, days: 92, note: '家属群里转发', state: 'found', code: '0123456789ab', page: 1, openingId: opening, finishedAt: w.now() } });
  const { session: _session, ...own } = charted;
  const ids = [value, signedValue, signature, row.id, visitId, opening, tracing, ...Object.values(own)];
  const content = [known.name, known.visit, known.diagnosis, '慢性心力衰竭', '7.1319', '1.1379', 'MARK-OF-THE-NOTE', ...marks, ...(identity === undefined ? [] : [identity.idNumber, identity.phone, identity.address])];
  const secrets = [...content, known.number, ...ids];
  return { value, signedValue, signature, patient: row.id, visit: visitId, chart: charted, opening, tracing, ...asked, secrets, content };
}

async function widen(w: World, everybody: Crowd, patient: string): Promise<Pick<Victim, 'glass' | 'permission' | 'request'>> {
  const { prisma } = w.hospital.database;
  const [breaker, security, asking] = [everybody.of('brokeGlass'), everybody.of('securityAdministrator'), everybody.by(asker)];
  await stepUp(w, breaker);
  await stepUp(w, security);
  await breaker('POST', '/data-scope/emergency-views', { patient, kind: 'rescue', reason: '夜间抢救，需要了解病史' });
  const until = new Date(w.now().getTime() + 86_400_000);
  await asking('POST', '/data-scope/requests', { scope: 'patient', target: patient, reason: '会诊前了解病情', until });
  const { id: first } = await prisma.accessRequest.findFirstOrThrow();
  await security('POST', '/data-scope/requests/decide', { id: first, granted: true });
  await asking('POST', '/data-scope/requests', { scope: 'ward', target: 'HEMA1', reason: '会诊前了解病情', until });
  await stepUp(w, breaker, null);
  await stepUp(w, security, null);
  await w.settle();
  const [glass, permission] = await Promise.all(['break-glass', 'permission'].map((kind) => prisma.accessGrant.findFirstOrThrow({ where: { kind } })));
  const { id: request } = await prisma.accessRequest.findFirstOrThrow({ where: { state: 'waiting' } });
  return { glass: glass?.id ?? '', permission: permission?.id ?? '', request };
}

/** Which of the secrets stand in a text. */
export function found(text: string, secrets: readonly string[]): string[] {
  const plain = text.toLowerCase();
  return secrets.filter((secret) => plain.includes(secret.toLowerCase()) || plain.includes(encodeURIComponent(secret).toLowerCase()) || plain.includes(JSON.stringify(secret).slice(1, -1).toLowerCase()));
}

/** An id as the database has it. */
export const plainId = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/i;

/** `{error: {code, message}}` and nothing else, the message a sentence for a person. */
export function bareRefusal(t: ExecutionContext, answer: object, what: string): void {
  const { status: _status, ...body } = answer as { status: number; error?: { code: string; message: string } };
  t.deepEqual(Object.keys(body), ['error'], what);
  t.deepEqual(Object.keys(body.error ?? {}).toSorted(), ['code', 'message'], what);
  t.regex(body.error?.message ?? '', /^[\p{Script=Han}][^{}]*[。！]$/u, what);
}
