/** Many sessions that each ask once in a while; with or without the decision is drawn by lot for each request. */
import { Prisma } from '../../prisma/generated/client.ts';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { type DataScope, type Viewer, createScope } from '../../services/shared/data-scope/index.ts';
import { findPerson } from '../../services/shared/directory/index.ts';
import { type BenchHospital, patientId } from './hospital.ts';

export interface SessionsOptions {
  readonly sessions: number;
  readonly everySeconds: number;
  readonly seconds: number;
  readonly now: Date;
}

const kinds = ['request without policy', 'request with policy', 'the decision alone', 'one row by its key alone', 'list by one column', 'list in the data scope'] as const;
type Kind = (typeof kinds)[number];

export interface Figures {
  readonly times: Readonly<Record<Kind, number[]>>;
  readonly answers: Record<string, number>;
}

export const benchScope = createScope({ offices: { laboratories: ['D799'], medicalOffices: ['D798'], recordsOffices: ['D797'] }, afterDischargeDays: 30, breakGlassHours: 4, permissionMaxDays: 30 });
export const detail = { module: 'patients', act: 'detail' } as const;
const list = { module: 'patients', act: 'list' } as const;
/** One request in ten opens the list. */
const listShare = 0.1;

export async function runSessions(prisma: PrismaClient, hospital: BenchHospital, { sessions, everySeconds, seconds, now }: SessionsOptions): Promise<Figures> {
  const figures: Figures = { times: { 'request without policy': [], 'request with policy': [], 'the decision alone': [], 'one row by its key alone': [], 'list by one column': [], 'list in the data scope': [] }, answers: {} };
  const begin = performance.now();
  const warmMs = 3_000;
  const under: Promise<void>[] = [];
  const session = async (): Promise<void> => {
    const staff = Math.floor(Math.random() * hospital.staff);
    await sleep(Math.random() * everySeconds * 1000);
    while (performance.now() - begin < warmMs + seconds * 1000) {
      const keeps = performance.now() - begin > warmMs;
      await ask(prisma, benchScope, hospital, String(staff), now, keeps ? figures : undefined);
      await sleep(everySeconds * 1000 * (0.5 + Math.random()));
    }
  };
  for (let n = 0; n < sessions; n++) under.push(session());
  await Promise.all(under);
  return figures;
}

async function ask(prisma: PrismaClient, scope: DataScope, hospital: BenchHospital, staff: string, now: Date, figures: Figures | undefined): Promise<void> {
  const policy = Math.random() < 0.5;
  const isList = Math.random() < listShare;
  const began = performance.now();
  await prisma.$transaction(async (tx) => {
    await tx.session.findUnique({ where: { id: staff } });
    const person = await findPerson(tx, staff);
    if (person === undefined) throw new Error('nobody');
    const viewer: Viewer = { ...person, id: staff };
    if (isList) {
      const where = policy ? await scope.visibleVisits(tx, viewer, list, now) : Prisma.sql`v.ward_code = ${viewer.wardCode ?? ''} `;
      await tx.$queryRaw`SELECT v.id, v.bed FROM visit v WHERE ${where} AND v.discharged_at IS NULL ORDER BY v.ward_code, v.bed LIMIT 30`;
      return;
    }
    // Half of them ask about a patient of their own department.
    const own = Number(staff) % 800;
    const patient = Math.random() < 0.5 ? own + 800 * Math.floor(Math.random() * Math.floor(hospital.patients / 800)) : Math.floor(Math.random() * hospital.patients);
    const id = patientId(patient % hospital.patients);
    if (policy) {
      const started = performance.now();
      const { verdict } = await scope.decide(tx, viewer, id, detail, now);
      figures?.times['the decision alone'].push(performance.now() - started);
      if (figures !== undefined) figures.answers[verdict] = (figures.answers[verdict] ?? 0) + 1;
    }
    const started = performance.now();
    await tx.patient.findUnique({ where: { id } });
    figures?.times['one row by its key alone'].push(performance.now() - started);
  });
  const kind: Kind = isList ? (policy ? 'list in the data scope' : 'list by one column') : policy ? 'request with policy' : 'request without policy';
  figures?.times[kind].push(performance.now() - began);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? Number.NaN;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
