/**
 * What Wardline asks of the hospital's systems, as posted to `<url>/commands`. Absent means nothing is said. Every
 * command names who decided it and when; its key is the same for every repeat.
 */
import { z } from 'zod';
import { code, instant, patientId, sender, words } from '../statements/schema.common.ts';

const text = (most: number) => z.string().min(1).max(most);
export const commandKey = z.string().regex(/^[\w.:-]{1,128}$/).describe('幂等键：同一件事永远相同；重复收到时答复第一次的结果，不再执行');

export const commandActor = z.object({ number: words.describe('工号'), name: words.describe('姓名') });

export const signatureReference = z.object({
  reference: words.describe('电子签名的编号，可在 Wardline 核验'),
  by: commandActor.describe('签名人'),
  at: instant.describe('签名时间'),
});

/** Whose value, in the laboratory's own numbers. */
const criticalValue = {
  source: sender.extend({ controlId: z.string().describe('结果消息的编号') }).describe('结果由哪个系统、哪条消息送来'),
  patientIds: z.array(patientId).describe('患者编号'),
  placer: words.optional().describe('申请单号（开单方）'),
  filler: words.optional().describe('检验单号（执行方）'),
  order: code.describe('申请项目'),
  item: code.describe('结果项目'),
  value: z.string().describe('结果，按检验系统写法'),
  unit: words.optional().describe('单位'),
};

const signed = { signature: signatureReference.optional().describe('电子签名') };

/** Whose, and in which stay. */
const booked = { patientIds: z.array(patientId).min(1).describe('患者编号'), visit: words.optional().describe('就诊号') };

/** The data of each kind. */
export const commandData = {
  'acknowledge-critical-value': z.object({ ...criticalValue, acknowledgedAt: instant.describe('确认时间') }).describe('内容'),
  'dispose-critical-value': z.object({ ...criticalValue, disposedAt: instant.describe('处置时间'), text: text(2000).describe('处置内容'), ...signed }).describe('内容'),
  'stop-session': z.object({ session: words.describe('出诊排班编号'), substitute: commandActor.optional().describe('替诊医师') }).describe('内容'),
  'restore-session': z.object({ session: words.describe('出诊排班编号') }).describe('内容'),
  'decide-order': z.object({ order: words.describe('医嘱号或申请单号'), decision: z.enum(['approve', 'refuse']).describe('approve 同意，refuse 拒绝'), ...signed }).describe('内容'),
  'write-document': z.object({ patientIds: z.array(patientId).min(1).describe('患者编号'), visit: words.optional().describe('就诊号'), type: code.describe('文书类型'), title: text(100).describe('标题'), text: text(20_000).describe('病程记录的一段'), writtenAt: instant.describe('书写时间'), ...signed }).describe('内容'),
  'request-recheck': z.object({ patientIds: z.array(patientId).min(1).describe('患者编号'), order: words.describe('原申请单号或检验单号'), item: code.optional().describe('要复查的项目') }).describe('内容'),
  'answer-consultation': z.object({ ...booked, source: sender.describe('会诊申请由哪个系统送来'), consultation: words.describe('会诊申请的编号，与送来时相同'), department: words.optional().describe('答复者的科室代码'), text: text(4000).describe('会诊意见'), answeredAt: instant.describe('写下意见的时间'), ...signed }).describe('内容'),
  'reschedule-admission': z.object({ ...booked, plannedAt: instant.describe('改到什么时候入院'), ward: words.optional().describe('改到哪个病区；不填表示不变'), bed: words.optional().describe('改到哪张床；不填由病区安排') }).describe('内容'),
  'cancel-admission': z.object(booked).describe('内容'),
  'order-test': z.object({
    ...booked,
    request: words.describe('申请编号，由移动医护生成，重发时不变；请随医嘱和报告送回'),
    category: z.enum(['laboratory', 'examination']).describe('laboratory 检验，examination 检查'),
    item: code.describe('申请项目；代码为字典“检验检查申请项目”里的编码'),
    urgent: z.boolean().describe('true 急，false 常规'),
    purpose: text(200).optional().describe('检验检查目的'),
    remark: text(200).optional().describe('备注'),
    department: words.optional().describe('开单科室代码'),
    orderedAt: instant.describe('开单时间'),
  }).describe('内容'),
  'cancel-test': z.object({ ...booked, request: words.describe('申请编号，与 order-test 的相同'), order: words.optional().describe('医院给的医嘱号或申请单号') }).describe('内容'),
  'decide-request': z.object({ request: words.describe('申请的编号'), decision: z.enum(['approve', 'refuse']).describe('approve 同意，refuse 拒绝'), ...signed }).describe('内容'),
} as const;

export type CommandKind = keyof typeof commandData;
export const commandKinds = Object.keys(commandData) as [CommandKind, ...CommandKind[]];

const shapeOf = <K extends CommandKind>(kind: K) =>
  z.object({
    key: commandKey,
    kind: z.literal(kind).describe(`固定为 ${kind}`),
    at: instant.describe('决定的时间；重发时不变'),
    actor: commandActor.describe('由谁决定'),
    reason: text(500).optional().describe('理由'),
    data: commandData[kind],
  });

/** Spelt out: the union's types come from it. */
export const command = z.discriminatedUnion('kind', [
  shapeOf('acknowledge-critical-value'),
  shapeOf('dispose-critical-value'),
  shapeOf('stop-session'),
  shapeOf('restore-session'),
  shapeOf('decide-order'),
  shapeOf('write-document'),
  shapeOf('request-recheck'),
  shapeOf('answer-consultation'),
  shapeOf('reschedule-admission'),
  shapeOf('cancel-admission'),
  shapeOf('order-test'),
  shapeOf('cancel-test'),
  shapeOf('decide-request'),
]);

/** 200 or 202: what became of it. `pending`: taken over and not decided yet; asked for again by key. */
export const commandAnswer = z.object({
  key: commandKey,
  state: z.enum(['accepted', 'refused', 'pending']).describe('accepted 已执行；refused 不执行；pending 已收下，还没有结果'),
  code: z.string().max(60).optional().describe('不执行的原因代码'),
  message: z.string().max(300).optional().describe('原因，给人看；不要写患者姓名和证件号'),
  /** Under which the hospital tells of it from now on. */
  number: z.string().min(1).max(60).optional().describe('医院给的编号：order-test 执行后填医嘱号或申请单号，以后送来的医嘱和报告用同一个号'),
  at: instant.optional().describe('执行或拒绝的时间'),
});

export const commandErrorCodes = ['signature', 'time', 'repeated', 'bad-request', 'unknown-command', 'unknown-key', 'key-reused', 'busy'] as const;

/** Anything but 200 and 202: nothing was done. */
export const commandError = z.object({
  error: z.object({
    code: z.enum(commandErrorCodes).describe('signature 签名不对；time 时间超出 5 分钟；repeated nonce 用过；bad-request 内容不合格式；unknown-command 不认识的指令；unknown-key 没有这个键；key-reused 同键内容不同；busy 暂时不能处理'),
    message: z.string().min(1).max(300).describe('说明，给人看'),
  }).describe('错误'),
});

export type Command = z.infer<typeof command>;
export type CommandOf<K extends CommandKind> = Extract<Command, { readonly kind: K }>;
export type CommandAnswer = z.infer<typeof commandAnswer>;
export type CommandErrorCode = (typeof commandErrorCodes)[number];
