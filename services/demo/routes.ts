/** `/api/demo`: the demonstration page's own door. Mounted only where `DEMO` is on; the demonstration has no real patient. */
import type { Router } from '@koa/router';
import { z } from 'zod';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { institution, phoneHolders, wards } from '../../prisma/demo/hospital.ts';
import { maskName } from '../../cards/masking.ts';
import { Refusal } from '../core/errors.ts';
import { requireOwnPage } from '../core/http.ts';
import { accountsOf, findPeople, wardNames } from '../shared/directory/index.ts';
import type { SignInKit } from '../shared/sign-in/index.ts';
import { demoDesks } from './desk-sign-in.ts';
import { hospitalRoutes } from './hospital-routes.ts';
import type { Crew } from './hospital/crew.ts';
import { demoItems } from './items.ts';
import type { DemoLaboratory, DemoPatient } from './laboratory.ts';
import { recentLog } from './log.ts';
import { replays } from './real-streams.ts';

export interface DemoParts {
  readonly prisma: PrismaClient;
  readonly laboratory: DemoLaboratory;
  readonly emulatorUrl: string;
  readonly signIn: SignInKit;
  /** The simulated hospital, where one is at work. */
  readonly crew: () => Crew | undefined;
}

const bedOf = z.object({ ward: z.string(), bed: z.string() });
const critical = z.object({ bed: bedOf.default({ ward: 'CARD1', bed: '12' }), item: z.string().default('potassium'), value: z.coerce.string().min(1).max(20).optional() });
const typed = z.object({ text: z.string().min(1).max(200_000) });
const replaying = z.object({ source: z.enum(replays).default('mimic'), count: z.coerce.number().int().min(1).max(6000).default(300), rate: z.coerce.number().min(0.2).max(200).default(10) });
const since = z.object({ after: z.coerce.bigint().default(0n), limit: z.coerce.number().int().min(1).max(200).default(60) });

export function demoRoutes(parts: DemoParts): (router: Router) => void {
  return (router) => {
    hospitalRoutes(parts.crew)(router);
    router.get('/api/demo', async (ctx) => {
      ctx.body = { data: await overview(parts) };
    });
    router.post('/api/demo/send-critical', async (ctx) => {
      requireOwnPage(ctx);
      ctx.body = { data: await sendCritical(parts, read(critical, ctx.request.body)) };
    });
    router.post('/api/demo/send-hl7', async (ctx) => {
      requireOwnPage(ctx);
      ctx.body = { data: { answers: await parts.laboratory.sendText(read(typed, ctx.request.body).text) } };
    });
    router.post('/api/demo/replay', async (ctx) => {
      requireOwnPage(ctx);
      const { count, rate, source } = read(replaying, ctx.request.body);
      if (!parts.laboratory.choices.present.includes(source)) throw new Refusal('core.not-found', {}, 404);
      parts.laboratory.start(await everybody(parts.prisma), count, rate, source);
      ctx.body = { data: parts.laboratory.replay };
    });
    router.post('/api/demo/replay/stop', async (ctx) => {
      requireOwnPage(ctx);
      parts.laboratory.halt();
      ctx.body = { data: parts.laboratory.replay };
    });
    router.get('/api/demo/replay', async (ctx) => {
      ctx.body = { data: { ...parts.laboratory.replay, critical: await parts.prisma.criticalValue.count() } };
    });
    router.get('/api/demo/desks', async (ctx) => {
      ctx.body = { data: { desks: await demoDesks(parts.signIn, new Date()) } };
    });
    router.get('/api/demo/log', async (ctx) => {
      const { after, limit } = read(since, ctx.query);
      ctx.body = { data: { entries: await recentLog(parts.prisma, after, limit) } };
    });
  };
}

function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given ?? {});
  if (!result.success) throw new Refusal('core.bad-input', {}, 400);
  return result.data;
}

/** Whose doctors have phones here; the simulated hospital has more wards. */
const demoWards = wards.map(({ code }) => code);

/** The page with two phones; somebody who is not on a platform leaves that phone in the first one's hands. */
function phonesOf(emulatorUrl: string, dingtalk: string, wecom: string): string {
  return `${emulatorUrl}/?${new URLSearchParams({ d: dingtalk, w: wecom }).toString()}`;
}

async function overview({ prisma, emulatorUrl, crew, laboratory }: DemoParts): Promise<unknown> {
  const simulating = crew() !== undefined;
  const visits = await prisma.visit.findMany({ where: { dischargedAt: null, bed: { not: null }, wardCode: { in: demoWards } }, include: { patient: true }, orderBy: [{ wardCode: 'asc' }, { bed: 'asc' }], take: 260 });
  const wards = await wardNames(prisma);
  const doctors = await findPeople(prisma, visits.flatMap((visit) => visit.attending ?? []));
  const onPhones = new Set((await Promise.all([...doctors.keys()].map(async (number) => ((await accountsOf(prisma, number)).length > 0 ? [number] : [])))).flat());
  return {
    hospital: institution.name,
    emulatorUrl,
    phones: phonesOf(emulatorUrl, ...phoneHolders),
    items: demoItems.map(({ id, name, unit, critical: value }) => ({ id, name, unit, value })),
    beds: visits.map((visit) => ({
      patientNumber: visit.patient.number,
      name: maskName(visit.patient.name),
      ward: visit.wardCode ?? '',
      wardName: wards.get(visit.wardCode ?? '') ?? visit.wardCode ?? '',
      bed: visit.bed ?? '',
      diagnosis: visit.diagnosis ?? '',
      attendingName: doctors.get(visit.attending ?? '')?.name ?? '',
      hasPhone: visit.attending !== null && onPhones.has(visit.attending),
      phones: phonesOf(emulatorUrl, visit.attending ?? '', visit.attending ?? ''),
    })),
    streams: laboratory.choices.present,
    absent: laboratory.choices.absent,
    simulated: simulating,
  };
}

async function sendCritical({ prisma, laboratory }: DemoParts, asked: z.infer<typeof critical>): Promise<unknown> {
  const item = laboratory.item(asked.item);
  const visit = await prisma.visit.findFirst({ where: { wardCode: asked.bed.ward, bed: asked.bed.bed, dischargedAt: null }, include: { patient: true } });
  if (item === undefined || visit === null) throw new Refusal('core.not-found', {}, 404);
  return laboratory.sendResult({ ...visit.patient, patientNumber: visit.patient.number }, item, asked.value ?? String(item.critical));
}

async function everybody(prisma: PrismaClient): Promise<DemoPatient[]> {
  const visits = await prisma.visit.findMany({ where: { dischargedAt: null, bed: { not: null } }, include: { patient: true }, take: 200 });
  return visits.map(({ patient }) => ({ ...patient, patientNumber: patient.number }));
}
