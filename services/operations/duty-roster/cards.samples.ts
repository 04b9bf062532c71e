/** The module's cards in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { type AheadCard, type HoleCard, type RequestCard, aheadCard, handedCard, holeCard, requestCard } from './cards.ts';

interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

const at = (clock: string, day = '20'): Date => new Date(`2026-11-${day}T${clock}:00+08:00`);
const now = at('02:20');
const department = { code: 'CARD', name: '心血管内科' };
const hole: HoleCard = { department, duty: 'duty-doctor', from: at('17:30', '19'), until: at('08:00'), day: '2026-11-20', foundAt: at('02:19'), filledAt: null, holder: null };
const ahead: AheadCard = {
  department, hours: 24, day: '2026-11-20',
  holes: [
    { duty: 'duty-doctor', shift: '夜班', from: at('17:30'), until: at('08:00', '21'), why: '王建国 请假，需要替班' },
    { duty: 'head-nurse', shift: '', from: at('09:00'), until: at('09:00', '21'), why: '没有排人' },
  ],
};
const request: RequestCard = { asker: '王建国', asked: '顾晨', department: department.name, duty: 'duty-doctor', from: at('17:30'), until: at('08:00', '21'), note: '孩子发烧', state: 'waiting', isOver: false, answeredAt: null, mayAnswer: true };
const handed = { was: '王建国', department: department.name, duty: 'duty-doctor', from: at('02:19'), until: at('08:00') } as const;

export const samples: readonly Sample[] = [
  { name: 'hole', state: '待安排', card: holeCard(hole, now) },
  { name: 'hole-never', state: '从未排过人', card: holeCard({ ...hole, duty: 'head', from: null, until: null }, now) },
  { name: 'hole-filled', state: '已补上', card: holeCard({ ...hole, filledAt: at('02:24'), holder: '顾晨' }, at('02:25')) },
  { name: 'hole-over', state: '时间已过', card: holeCard({ ...hole, filledAt: at('08:01') }, at('08:02')) },
  { name: 'ahead', state: '待安排', card: aheadCard(ahead, at('09:00')) },
  { name: 'ahead-filled', state: '都已排上', card: aheadCard({ ...ahead, holes: [] }, at('10:00')) },
  { name: 'request', state: '等待我答复', card: requestCard(request, at('10:00')) },
  { name: 'request-mine', state: '等待对方答复', card: requestCard({ ...request, mayAnswer: false }, at('10:00')) },
  { name: 'request-accepted', state: '已同意', card: requestCard({ ...request, state: 'accepted', answeredAt: at('10:02') }, at('10:03')) },
  { name: 'request-refused', state: '不方便', card: requestCard({ ...request, state: 'refused', answeredAt: at('10:02') }, at('10:03')) },
  { name: 'request-withdrawn', state: '已撤回', card: requestCard({ ...request, state: 'withdrawn', answeredAt: at('10:02') }, at('10:03')) },
  { name: 'handed', state: '现在由您值班', card: handedCard({ ...handed, isOver: false }, now) },
  { name: 'handed-over', state: '已过', card: handedCard({ ...handed, isOver: true }, at('08:30')) },
];
