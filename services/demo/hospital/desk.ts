/** Carries out what a visitor asks of the simulated hospital: says it over the socket and goes on with it. */
import { z } from 'zod';
import { Refusal } from '../../core/errors.ts';
import { sessionsOn } from './course/clinics.ts';
import { extraStay, type Stay } from './course/stays.ts';
import type { Feed } from './feed.ts';
import { admitted, consultationAsked, graveOrder, left, moved, operationTomorrow, resultCorrected, sessionStopped } from './speak/deeds.ts';
import type { HospitalState } from './state.ts';
import type { Fact } from './speak/facts.ts';
import { languages } from './speak/mouth.ts';
import { day } from './time.ts';

export const deeds = ['admit', 'transfer', 'discharge', 'grave', 'stop-session', 'plan-operation', 'ask-consultation', 'correct-result'] as const;
export const deedAsked = z.object({ deed: z.enum(deeds), patient: z.string().default('P000001'), language: z.enum(languages).optional() });
export type DeedAsked = z.output<typeof deedAsked>;

export interface Done {
  /** In a sentence, for whoever pressed. */
  readonly told: string;
  readonly sent: readonly { readonly message: string; readonly answer: { readonly controlId: string; readonly code: string; readonly reason: string } }[];
}

type Desk = { readonly feed: Feed; readonly state: HospitalState };
type Deed = (desk: Desk, stay: Stay, at: number) => { readonly told: string; readonly messages: readonly Fact[] };

/** What these speak of was told before under its sender's own number: only the same sender can say more of it. */
const ofBefore: readonly DeedAsked['deed'][] = ['stop-session', 'correct-result'];

export async function carryOut(desk: Desk, { deed, patient, language }: DeedAsked): Promise<Done> {
  if (language !== undefined && !desk.feed.snapshot().languages.includes(language)) throw new Refusal('core.not-found', {}, 404);
  // To the whole second, as messages write it.
  const at = Math.floor(desk.feed.time() / 1000) * 1000;
  const stay = desk.feed.hospital.inpatients(at).find((each) => each.patient.number === patient);
  if (stay === undefined) throw new Refusal('core.not-found', {}, 404);
  const { told, messages } = acts[deed](desk, stay, at);
  const sent = [];
  for (const fact of messages) sent.push(await desk.feed.say(fact, ofBefore.includes(deed) ? undefined : language));
  return { told, sent };
}

const acts: Record<DeedAsked['deed'], Deed> = {
  admit: ({ feed, state }, { ward }, at) => {
    const extra = { ward: ward.code, serial: state.extras.length, at };
    state.extras.push(extra);
    const stay = extraStay(feed.hospital.world, extra);
    return { told: `${stay.patient.name}（${stay.disease.name}）住进${ward.name} ${stay.bed} 床`, messages: [admitted(stay)] };
  },
  transfer: (desk, stay, at) => {
    const bed = `加${20 + (Math.floor(at / 1000) % 60)}`;
    amend(desk, stay, { bed });
    return { told: `${stay.patient.name}从 ${stay.bed} 床转到 ${bed} 床`, messages: [moved({ ...stay, bed }, stay, at)] };
  },
  discharge: (desk, stay, at) => {
    amend(desk, stay, { dischargedAt: at });
    return { told: `${stay.patient.name}从 ${stay.bed} 床出院`, messages: [left({ ...stay, dischargedAt: at })] };
  },
  grave: (desk, stay, at) => {
    amend(desk, stay, { graveFrom: at });
    return { told: `${stay.bed} 床 ${stay.patient.name}下达病危医嘱`, messages: graveOrder({ ...stay, graveFrom: at }, at) };
  },
  'stop-session': ({ feed }, stay, at) => {
    const { world } = feed.hospital;
    const session = [...sessionsOn(world, at), ...sessionsOn(world, at + day), ...sessionsOn(world, at + 2 * day)].find((each) => each.department === stay.ward.department && each.from > at);
    if (session === undefined) throw new Refusal('core.not-found', {}, 404);
    return { told: `${session.doctor.name}的${session.period}${session.clinic}门诊停诊`, messages: [sessionStopped(session, at, '参加急诊手术')] };
  },
  'plan-operation': (_desk, stay, at) => ({ told: `${stay.bed} 床 ${stay.patient.name}明天上午第 1 台手术`, messages: [operationTomorrow(stay, at)] }),
  'ask-consultation': (_desk, stay, at) => ({ told: `${stay.bed} 床 ${stay.patient.name}申请会诊`, messages: [consultationAsked(stay, at)] }),
  'correct-result': ({ feed }, stay, at) => {
    const message = resultCorrected(feed.hospital.world, stay, at);
    if (message === undefined) throw new Refusal('core.not-found', {}, 404);
    return { told: `更正 ${stay.bed} 床 ${stay.patient.name}最近一份检验报告`, messages: [message] };
  },
};

function amend({ feed, state }: Desk, stay: Stay, change: HospitalState['changes'][string]): void {
  state.changes[stay.id] = { ...state.changes[stay.id], ...change };
  feed.hospital.change(stay.id, change);
}
