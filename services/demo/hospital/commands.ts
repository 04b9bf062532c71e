/** What the product asks of the simulated hospital's systems: done, and told like everything else; or not, with the reason a ward would give. */
import type { Command, CommandAnswer, CommandOf } from '../../links/contract/schema.commands.ts';
import { consultationOf } from './course/consultations.ts';
import { itemWanted, type Requested, timesOf } from './course/requests.ts';
import type { Feed } from './feed.ts';
import { booking } from './speak/places.ts';
import { requestedOrder } from './speak/requests.ts';
import { consultationAnswered } from './speak/deeds.ts';
import { day, hour } from './time.ts';

export type Decided = Pick<CommandAnswer, 'state' | 'code' | 'message' | 'number'>;

const refused = (code: string, message: string): Decided => ({ state: 'refused', code, message });
const done: Decided = { state: 'accepted' };

/** Critical values are answered by the laboratory; what needs an officer's word is taken as given. */
export async function carryCommand(feed: Feed, asked: Command): Promise<Decided> {
  switch (asked.kind) {
    case 'answer-consultation':
      return answer(feed, asked);
    case 'reschedule-admission':
      return reschedule(feed, asked);
    case 'cancel-admission':
      return cancel(feed, asked);
    case 'order-test':
      return orderTest(feed, asked);
    case 'cancel-test':
      return cancelTest(feed, asked);
    default:
      return done;
  }
}

/** To the whole second, as messages write it. */
const nowOf = (feed: Feed): number => Math.floor(feed.time() / 1000) * 1000;

async function answer(feed: Feed, { actor, data }: CommandOf<'answer-consultation'>): Promise<Decided> {
  const at = nowOf(feed);
  const stay = feed.hospital.inpatients(at).find(({ id }) => id === data.visit);
  if (stay === undefined) return refused('discharged', '患者已经出院，会诊已关闭');
  const known = consultationOf(feed.hospital.world, stay);
  const isKnown = known?.number === data.consultation;
  if (isKnown) amend(feed, stay.id, { consulted: true });
  // A visitor's number ends in the second it was asked.
  const requestedAt = isKnown ? known.requestedAt : Number(/M(\d+)$/.exec(data.consultation)?.[1] ?? at / 1000) * 1000;
  await feed.say(consultationAnswered(stay, { number: data.consultation, requestedAt, department: data.department ?? '', by: actor, text: data.text, at }));
  return done;
}

async function reschedule(feed: Feed, { data }: CommandOf<'reschedule-admission'>): Promise<Decided> {
  const at = nowOf(feed);
  const stay = bookedStay(feed, data.visit, at);
  if (typeof stay === 'string') return refused('not-booked', stay);
  const admittedAt = Date.parse(data.plannedAt);
  if (data.ward !== undefined && data.ward !== stay.ward.code) return refused('other-ward', '换病区要由接收病区同意，请电话联系');
  if (admittedAt < stay.admittedAt) return refused('bed-taken', `${stay.bed}床那时还没有空出来，只能往后改`);
  if (admittedAt > stay.dischargedAt - day) return refused('bed-promised', `${stay.bed}床那时已经留给别的患者`);
  amend(feed, stay.id, { admittedAt, bookedAt: stay.bookedAt ?? at - hour });
  await feed.say(await booking({ ...stay, admittedAt }, at).write());
  return done;
}

async function cancel(feed: Feed, { data }: CommandOf<'cancel-admission'>): Promise<Decided> {
  const at = nowOf(feed);
  const stay = bookedStay(feed, data.visit, at);
  if (typeof stay === 'string') return refused('not-booked', stay);
  await feed.say(await booking(stay, at, 'A38').write());
  amend(feed, stay.id, { cancelled: true });
  return done;
}

async function orderTest(feed: Feed, { actor, data }: CommandOf<'order-test'>): Promise<Decided> {
  const at = nowOf(feed);
  const stay = feed.hospital.inpatients(at).find(({ id }) => id === data.visit);
  if (stay === undefined) return refused('not-here', data.visit?.startsWith('ZY') === true ? '患者已经出院，不能再开单' : '门诊患者请在门诊医生站开单');
  if (!data.patientIds.some(({ value }) => value === stay.patient.number)) return refused('other-patient', '就诊号和病案号不是同一位患者');
  const item = itemWanted(data.item.id ?? '');
  if (item === undefined) return refused('unknown-item', `医院没有这个项目：${data.item.text ?? data.item.id ?? ''}`);
  const { requested } = feed.state;
  const number = `YZ${stay.id.slice(2)}P${String(requested.length + 1).padStart(3, '0')}`;
  const one: Requested = { request: data.request, number, stay: stay.id, item: item.code, urgent: data.urgent, purpose: data.purpose ?? '', by: actor, at, ...timesOf(feed.hospital.world, item, data.urgent, number, at) };
  requested.push(one);
  await feed.say(requestedOrder(stay, one, 'NW', at));
  return { ...done, number };
}

async function cancelTest(feed: Feed, { data }: CommandOf<'cancel-test'>): Promise<Decided> {
  const at = nowOf(feed);
  const one = feed.state.requested.find(({ request }) => request === data.request);
  const stay = one === undefined ? undefined : feed.hospital.inpatients(at).find(({ id }) => id === one.stay);
  if (one === undefined || stay === undefined) return refused('unknown-order', '没有这张申请，或患者已经出院');
  if (at >= one.doneAt) return refused('begun', itemWanted(one.item)?.category === '检查' ? '检查已经做了，不能撤回' : '标本已经采集，不能撤回');
  // Messages count whole seconds: taken back is later than given.
  one.cancelledAt = Math.max(at, one.at + 1000);
  await feed.say(requestedOrder(stay, one, 'CA', one.cancelledAt));
  return done;
}

function bookedStay(feed: Feed, visit: string | undefined, at: number) {
  if (visit?.startsWith('RJ') === true) return '日间手术由日间手术中心安排，请联系日间手术中心';
  return feed.hospital.booked(at).find(({ id }) => id === visit) ?? '患者已经入院，或这次预约已经取消';
}

function amend({ hospital, state }: Feed, stay: string, change: Parameters<Feed['hospital']['change']>[1]): void {
  state.changes[stay] = { ...state.changes[stay], ...change };
  hospital.change(stay, change);
}
