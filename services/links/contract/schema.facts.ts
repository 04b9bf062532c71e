/**
 * What a hospital posts to `/api/machine/facts`: the statements as JSON. The same shapes as `Said`, without what the
 * service knows by itself: the sender is the client that signed, slots and corrections follow from numbers and states.
 */
import { z } from 'zod';
import { code, instant, patient, visit, words } from '../statements/schema.common.ts';
import { document } from '../statements/schema.documents.ts';
import { charge, clinicalOrder, execution } from '../statements/schema.orders.ts';
import { bed, booking, consultation, observation, operation, session } from '../statements/schema.plans.ts';
import { order, result } from '../statements/schema.results.ts';
import { diagnoses, diagnosis, merge, person, stay } from '../statements/schema.stays.ts';

/** Of one request. */
export const mostMessages = 200;
export const mostBytes = 4 * 1024 * 1024;
/** A later time would win against everything that is told until then. */
export const mostAheadHours = 24;

const itemCode = code.extend({ alternates: z.array(code).optional().describe('其它体系的代码') });

export const factsResult = result.omit({ slot: true, correctionOf: true, unreadable: true, told: true }).extend({
  code: itemCode.describe('项目代码与名称；至少填 id 或 text'),
  flags: result.shape.flags.optional(),
  notes: result.shape.notes.optional(),
});

export const factsReport = order.omit({ pieces: true }).extend({
  code: itemCode.describe('申请项目'),
  results: z.array(factsResult).describe('各项结果'),
  notes: order.shape.notes.optional(),
});

export const report = z.object({ kind: z.literal('report').describe('固定为 report'), orders: z.array(factsReport).min(1).describe('报告') });

export const factsDiagnosis = diagnosis.extend({ name: words.optional().describe('诊断名称；只填 code 时，名称取本院诊断字典里的，字典没有时显示代码') });

export const factsDiagnoses = diagnoses.extend({ all: z.array(factsDiagnosis).min(1).describe(diagnoses.shape.all.description ?? '') });

export const factsStatement = z.discriminatedUnion('kind', [
  person, stay, merge, factsDiagnoses, clinicalOrder, execution, charge, report, document, session, booking, operation, consultation, observation, bed,
]);

export const statementKinds = factsStatement.options.map(({ shape }) => shape.kind.value);

export const factsMessage = z.object({
  controlId: words.max(100).describe('这条消息的编号，发送方自定；同一编号、同样内容再发一次视为重复，不会处理两次'),
  type: words.max(60).optional().describe('消息种类，给人看；不填则用各陈述的 kind'),
  sentAt: instant.describe('消息发出的时间（UTC，以 Z 结尾）；重发时不要改'),
  asOf: instant.optional().describe('事情发生的时间，不填则同 sentAt；同一件事以时间晚的为准，与到达先后无关'),
  patient: patient.optional().describe('关于哪位患者；只有出诊排班（session）和床位状态（bed）可以不填'),
  visit: visit.optional().describe('关于哪次就诊'),
  statements: z.array(factsStatement).min(1).max(500).describe('说了哪些事，按 kind 区分'),
});

/** The request as documented; the door reads the messages one by one, so that one bad message stops no other. */
export const factsRequest = z.object({ messages: z.array(factsMessage).min(1).max(mostMessages).describe('消息，按先后次序处理') });

export const factsOutcome = z.object({
  index: z.int().describe('第几条，从 0 起'),
  controlId: z.string().describe('这条消息的编号；读不出时为空'),
  outcome: z.enum(['accepted', 'repeated', 'refused', 'failed']).describe('accepted 已保存并处理；repeated 以前收到过，没有再处理；refused 不接收，改正后再发；failed 没有保存，请原样重发'),
  code: z.string().optional().describe('不接收的原因代码'),
  message: z.string().optional().describe('原因，给人看'),
  path: z.string().optional().describe('出错的位置，JSONPath'),
  problems: z.array(z.object({ code: z.string().describe('原因代码'), path: z.string().describe('位置'), message: z.string().describe('原因') })).optional().describe('全部问题，最多 20 个'),
});

export const factsAnswer = z.object({ outcomes: z.array(factsOutcome).describe('每条消息的结果，与请求同序') });

export type FactsMessage = z.infer<typeof factsMessage>;
export type FactsDiagnosis = z.infer<typeof factsDiagnosis>;
export type FactsStatement = z.infer<typeof factsStatement>;
export type FactsReport = z.infer<typeof factsReport>;
export type FactsOutcome = z.infer<typeof factsOutcome>;
