/** Orders that came from the product, as the HIS tells them: given, taken back, done; and what the laboratory or the examining department found. Pure. */
import { examFor, itemWanted, type Requested } from '../course/requests.ts';
import type { Stay, World } from '../course/stays.ts';
import { type Fact, order, type SampleOrder } from './facts.ts';
import { imagingMessage, laboratoryMessage } from './results.ts';
import { patientOf, type Telling, visitOf } from './telling.ts';

type Said = 'NW' | 'CA' | 'CM';

export function requestedOrder(stay: Stay, requested: Requested, said: Said, at: number): Fact {
  const { number, item, urgent, purpose, by } = requested;
  const wanted = itemWanted(item);
  const line: SampleOrder = {
    control: said === 'CM' ? 'SC' : said, status: said === 'NW' ? 'IP' : said, number, term: '临时', item: { id: item, text: wanted?.name ?? item, system: 'QH' }, service: wanted?.category === '检查' ? 'RAD' : 'LAB',
    orderedAt: new Date(requested.at), startAt: new Date(requested.at), doctor: by, department: stay.ward.department, urgent, ...(purpose !== '' && { note: purpose }),
  };
  return order({ type: wanted?.category === '检查' ? 'ORM' : 'OML', at: new Date(at), controlId: `${number}.${said}`, application: 'HIS', patient: patientOf(stay.patient), visit: visitOf(stay, at), orders: [line] });
}

/** What follows by itself: the order is done, and its report. */
export function requestTellings(world: World, stay: Stay, requested: Requested): Telling[] {
  const { number, item, by, doneAt, reportedAt, cancelledAt } = requested;
  const wanted = itemWanted(item);
  if (wanted === undefined || cancelledAt !== undefined || reportedAt >= stay.dischargedAt) return [];
  const placed = { placer: number, doctor: by };
  const common = { weight: 'detail', ward: stay.ward.code } as const;
  const filler = wanted.category === '检验' ? `L${number.slice(2)}` : `${wanted.exam.service}${number.slice(2)}`;
  return [
    { ...common, at: doneAt, id: `${number}.CM`, system: 'HIS', what: `${wanted.category === '检验' ? '已采集' : '已检查'} ${wanted.name}`, write: () => requestedOrder(stay, requested, 'CM', doneAt) },
    wanted.category === '检验'
      ? { ...common, at: reportedAt, id: filler, system: 'LIS', what: `检验结果 ${wanted.name}`, write: () => laboratoryMessage(world, stay, { panel: wanted.panel.id, collectedAt: doneAt, reportedAt, number: filler }, placed) }
      : { ...common, at: reportedAt, id: filler, system: 'PACS', what: `检查报告 ${wanted.name}`, write: () => imagingMessage(world, stay, { ...examFor(stay, wanted.exam), code: wanted.code }, { doneAt, reportedAt, number: filler }, placed) },
  ];
}
