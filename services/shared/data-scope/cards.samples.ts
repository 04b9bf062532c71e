/** The module's cards in every state, for the gallery. */
import type { Card } from '../../../cards/card.ts';
import { type GlassPicture, glassCard, requestCard } from './cards.ts';
import type { RequestView } from './schema.ts';

interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);
const id = '01990000-0000-7000-8000-0000000000b1';

const glass: GlassPicture = {
  id,
  who: '赵磊',
  department: '肾内科',
  patient: '12床 王** 67岁 男 心内科一病区',
  kind: '抢救',
  reason: '患者透析中突发室颤，需要既往心脏用药',
  from: at('02:14'),
  until: at('06:14'),
  review: undefined,
};

const request: RequestView = {
  id,
  staff: { number: '1101', name: '赵磊', department: '肾内科' },
  scope: 'ward',
  target: '心内科一病区',
  reason: '支援心内科一病区一周，参与夜班值班',
  from: at('08:00'),
  until: new Date('2026-11-27T08:00:00+08:00'),
  askedAt: at('07:40'),
  state: 'waiting',
  decidedBy: null,
  decidedAt: null,
  note: null,
  grant: null,
};
const decided = { decidedBy: '魏然', decidedAt: at('09:05') };

const seen = (name: string, state: string, change: Partial<RequestView>, own: boolean): Sample => ({ name, state, card: requestCard({ request: { ...request, ...change }, own }, at('09:10')) });

export const samples: readonly Sample[] = [
  { name: 'glass-to-review', state: '紧急查阅，等审核', card: glassCard(glass, at('02:15')) },
  { name: 'glass-justified', state: '审核为合理', card: glassCard({ ...glass, review: { verdict: 'justified', by: '陈志远', at: at('08:20') } }, at('08:21')) },
  { name: 'glass-not-justified', state: '审核为不合理', card: glassCard({ ...glass, review: { verdict: 'not-justified', by: '许静', at: at('08:20') } }, at('08:21')) },
  seen('request-to-decide', '查询权限申请，安全管理员所见', {}, false),
  seen('request-decided', '已批准，安全管理员所见', { ...decided, state: 'granted' }, false),
  seen('request-granted', '已批准，申请人所见', { ...decided, state: 'granted' }, true),
  seen('request-refused', '未批准，申请人所见', { ...decided, state: 'refused', note: '请由心内科主任提出' }, true),
  seen('request-revoked', '授权被收回', { ...decided, state: 'revoked' }, true),
  seen('request-expired', '授权到期', { ...decided, state: 'expired', until: at('09:00') }, true),
];
