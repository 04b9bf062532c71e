/**
 * The simulated hospital's whole history told to its end, through the real socket, into an empty database: what was said,
 * counted on the wire without our readers, beside what stands in the store.
 */
import { type AddressInfo, connect, createServer } from 'node:net';
import type { PrismaClient } from '../../prisma/generated/client.ts';

const start = 0x0b;
const end = Buffer.from([0x1c, 0x0d]);

export interface Tap {
  readonly port: number;
  readonly messages: string[];
  close(): void;
}

/** A wire between the hospital and the service that keeps what passes to the service, message by message. */
export function tap(target: number): Promise<Tap> {
  const messages: string[] = [];
  const server = createServer((inside) => {
    const outside = connect(target, '127.0.0.1');
    let held = Buffer.alloc(0);
    inside.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      for (let at = held.indexOf(end); at !== -1; at = held.indexOf(end)) {
        // A sheet's bytes are of no interest here, and a hospital of them is gigabytes.
        messages.push(held.subarray(held.indexOf(start) + 1, at).toString().replaceAll(/\^Base64\^[^|\r]*/g, '^Base64^'));
        held = held.subarray(at + end.length);
      }
    });
    inside.pipe(outside).pipe(inside);
    inside.on('error', () => outside.destroy());
    outside.on('error', () => inside.destroy());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port, messages, close: () => void server.close() })));
}

/** Segments split at bars: all that is needed to count. */
const fields = (message: string): string[][] => message.split('\r').filter((line) => line !== '').map((line) => line.split('|'));
const first = (field: string | undefined): string => field?.split('^')[0] ?? '';

export type Counts = Readonly<Record<string, number>>;
/** Numbers by kind of thing. */
export type Said = ReadonlyMap<string, ReadonlySet<string>>;

const kinds = ['patients', 'stays and visits', 'orders', 'consultations', 'executions', 'reports', 'result rows', 'report sheets', 'record documents', 'nursing observations', 'operations', 'bookings', 'clinic sessions'] as const;
type Kind = (typeof kinds)[number];

/** Distinct things by their numbers as they stand in the messages. */
export function said(messages: readonly string[]): Said {
  const seen = new Set<string>();
  const sets = new Map(kinds.map((kind) => [kind, new Set<string>()]));
  for (const message of messages) {
    const lines = fields(message);
    const msh = lines[0] ?? [];
    seen.add(`${msh[2] ?? ''}|${msh[9] ?? ''}`);
    for (const [kind, name] of thingsIn(lines, msh[2] ?? '', msh[8]?.slice(0, 3) ?? '')) if (name !== '') sets.get(kind)?.add(name);
  }
  return new Map([['messages', seen], ...sets]);
}

function thingsIn(lines: readonly string[][], application: string, type: string): (readonly [Kind, string])[] {
  const patient = first(lines.find(([name]) => name === 'PID')?.[3]);
  const things: (readonly [Kind, string])[] = [['patients', patient], ['stays and visits', lines.find(([name]) => name === 'PV1')?.[19] ?? '']];
  let order = '';
  let report = '';
  for (const line of lines) {
    const [name] = line;
    if (name === 'ORC') order = line[2] ?? '';
    if (name === 'ORC' && ['ORM', 'OML', 'RDE', 'OMD'].includes(type)) things.push(['orders', order]);
    if (name === 'OBR' && line[24] === 'CON') things.push(['consultations', order]);
    if (name === 'OBR' && line[24] === 'SUR') things.push(['operations', `${application}|${order}`]);
    if (name === 'RXD' || name === 'RXA') things.push(['executions', `${order}|${lines[0]?.[9] ?? ''}`]);
    if (name === 'OBR') report = `${patient}|${line[3] ?? ''}`;
    if (name === 'OBX' && type === 'ORU') things.push(...observed(line, application, report));
    if (name === 'TXA') things.push(['record documents', first(line[12])]);
    if (name === 'SCH') things.push(application === 'ORIS' ? ['operations', `${application}|${first(line[1])}`] : [patient === '' ? 'clinic sessions' : 'bookings', first(line[1])]);
  }
  return things;
}

function observed(line: readonly string[], application: string, report: string): (readonly [Kind, string])[] {
  if (application === 'NIS') return [['nursing observations', `${report}|${line[1] ?? ''}`]];
  // A sheet is a line of its report, and a document.
  const row: readonly [Kind, string] = ['result rows', `${report}|${line[1] ?? ''}`];
  return line[2] === 'ED' ? [['report sheets', report], row] : [['reports', report], row];
}

/** The same from the store. */
export async function stored(prisma: PrismaClient): Promise<Counts> {
  return {
    messages: await prisma.inboxMessage.count(),
    patients: await prisma.patient.count(),
    'stays and visits': await prisma.visit.count(),
    orders: await prisma.clinicalOrder.count(),
    executions: await prisma.orderExecution.count(),
    reports: await prisma.report.count(),
    'result rows': await prisma.$queryRaw<{ n: number }[]>`SELECT count(DISTINCT (report_id, slot))::int AS n FROM result`.then(([row]) => row?.n ?? 0),
    'report sheets': await prisma.document.count({ where: { shelf: 'report' } }),
    'record documents': await prisma.document.count({ where: { shelf: { not: 'report' } } }),
    'nursing observations': await prisma.nursingObservation.count(),
    operations: await prisma.operation.count(),
    bookings: await prisma.clinicBooking.count(),
    'clinic sessions': await prisma.clinicSession.count(),
    consultations: await prisma.consultation.count(),
  };
}
