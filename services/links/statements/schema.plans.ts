/** What is planned: clinic sessions, bookings, operations, consultations. */
import { z } from 'zod';
import { code, day, instant, staff, words } from './schema.common.ts';

/** A clinic session of a doctor or department (FHIR Schedule/Slot, SIU resource, HIS roster). Key: `number`. */
export const session = z.object({
  kind: z.literal('session').describe('固定为 session'),
  number: words.describe('出诊排班编号'),
  department: words.optional().describe('科室代码'),
  doctor: staff.optional().describe('出诊医师'),
  /** 普通, 专家, 特需, 急诊 … as sent. */
  clinic: words.optional().describe('号别：普通、专家、特需、急诊，或院内写法'),
  day: day.optional().describe('出诊日期'),
  /** 上午, 下午, 夜间 … as sent. */
  period: words.optional().describe('时段：上午、下午、夜间，或院内写法'),
  from: instant.optional().describe('开始时间'),
  until: instant.optional().describe('结束时间'),
  places: z.number().int().optional().describe('总号数'),
  taken: z.number().int().optional().describe('已约号数'),
  room: words.optional().describe('诊室'),
  state: z.enum(['open', 'full', 'stopped', 'over']).optional().describe('状态：open 开放，full 已满，stopped 停诊，over 已结束'),
  /** Why it was stopped. */
  reason: words.nullable().optional().describe('停诊原因；null 表示没有'),
  substitute: staff.nullable().optional().describe('替诊医师；null 表示没有'),
});

/** A booked visit (SIU, FHIR Appointment). Key: `number`, else `filler`. */
export const booking = z.object({
  kind: z.literal('booking').describe('固定为 booking'),
  number: words.optional().describe('预约号'),
  filler: words.optional().describe('号源方的编号；与 number 至少填一个'),
  session: words.optional().describe('出诊排班编号'),
  department: words.optional().describe('科室代码'),
  doctor: staff.optional().describe('医师'),
  from: instant.optional().describe('预约开始时间'),
  until: instant.optional().describe('预约结束时间'),
  /** Number in the queue. */
  place: words.optional().describe('序号'),
  /** app, window, phone, doctor … as sent. */
  channel: words.optional().describe('预约渠道：app、window、phone、doctor，或院内写法'),
  service: code.optional().describe('预约的项目'),
  reason: words.optional().describe('预约原因'),
  state: z.enum(['booked', 'arrived', 'seen', 'no-show', 'cancelled', 'deleted']).optional().describe('状态：booked 已预约，arrived 已签到，seen 已就诊，no-show 爽约，cancelled 已取消，deleted 已删除'),
});

/** An operation on the theatre's list (SIU with AIS/AIL/AIP, ORM, FHIR Procedure). Key: `number`. */
export const operation = z.object({
  kind: z.literal('operation').describe('固定为 operation'),
  number: words.describe('手术申请或安排的编号'),
  /** Other numbers of the same operation: the order's and the theatre's own. */
  aliases: z.array(words).optional().describe('同一台手术的其它编号：医嘱系统的申请号、手术系统自己的编号'),
  department: words.optional().describe('手术科室代码'),
  room: words.optional().describe('手术间'),
  /** 台次: order within the room. */
  sequence: z.number().int().optional().describe('台次'),
  plannedFrom: instant.optional().describe('计划开始时间'),
  plannedUntil: instant.optional().describe('计划结束时间'),
  startedAt: instant.optional().describe('实际开始时间'),
  endedAt: instant.optional().describe('实际结束时间'),
  procedure: code.optional().describe('手术代码'),
  name: words.optional().describe('手术名称'),
  surgeon: staff.optional().describe('主刀医师'),
  assistants: z.array(staff).optional().describe('助手'),
  anaesthetist: staff.optional().describe('麻醉医师'),
  anaesthesia: words.optional().describe('麻醉方式'),
  /** 一级 … 四级. */
  level: words.optional().describe('手术级别：一级至四级'),
  /** 切口: I, II, III. */
  incision: words.optional().describe('切口类别：I、II、III'),
  daySurgery: z.boolean().optional().describe('是否日间手术'),
  urgent: z.boolean().optional().describe('是否急诊手术'),
  state: z.enum(['requested', 'planned', 'in-theatre', 'running', 'over', 'cancelled']).optional().describe('状态：requested 已申请，planned 已安排，in-theatre 已入室，running 手术中，over 已结束，cancelled 已取消'),
});

/** 会诊: one department asks others. Key: `number`. */
export const consultation = z.object({
  kind: z.literal('consultation').describe('固定为 consultation'),
  number: words.describe('会诊编号'),
  /** 普通, 急, 全院, 多学科, 外院 … as sent. */
  type: words.optional().describe('类型：普通、急、全院、多学科、外院，或院内写法'),
  requestedBy: staff.optional().describe('申请医师'),
  department: words.optional().describe('申请科室代码'),
  requestedAt: instant.optional().describe('申请时间'),
  plannedAt: instant.optional().describe('约定时间'),
  /** Case summary and what is asked. */
  summary: words.optional().describe('病情摘要'),
  purpose: words.optional().describe('会诊目的'),
  invited: z.array(z.object({ department: words.optional().describe('科室代码'), staff: staff.optional().describe('医师') })).optional().describe('受邀的科室或医师'),
  opinions: z.array(
    z.object({ by: staff.optional().describe('会诊医师'), department: words.optional().describe('会诊科室代码'), at: instant.optional().describe('时间'), text: words.nullable().describe('意见；null 表示已撤回') }),
  ).optional().describe('会诊意见'),
  state: z.enum(['requested', 'accepted', 'done', 'cancelled', 'refused']).optional().describe('状态：requested 已申请，accepted 已应邀，done 已完成，cancelled 已取消，refused 已谢绝'),
});

export const bedReadiness = ['closed', 'cleaning', 'contaminated', 'isolated', 'occupied', 'free'] as const;

/** What a bed is ready for (ADT A20), never whose it is: that is told by stays. Key: `ward`, `bed`. */
export const bed = z.object({
  kind: z.literal('bed').describe('固定为 bed'),
  ward: words.describe('病区代码'),
  bed: words.describe('床号'),
  state: z.enum(bedReadiness).describe('状态：closed 停用，cleaning 清洁中，contaminated 待消毒，isolated 隔离，occupied 占用，free 空闲'),
  at: instant.describe('从什么时候起'),
});

/** A number with its unit that a nurse wrote down: temperature, pulse, blood pressure, intake, output, scores. */
export const observation = z.object({
  kind: z.literal('observation').describe('固定为 observation'),
  code: code.describe('观察项目'),
  value: words.describe('值，按源系统写法'),
  unit: words.optional().describe('单位'),
  at: instant.describe('观察时间'),
  by: staff.optional().describe('记录人'),
  /** 口温, 腋温, 肛温; left, right. */
  site: words.optional().describe('部位或方式：口温、腋温、肛温、左、右'),
  note: words.optional().describe('备注'),
  /** Said by the source to be wrong. */
  withdrawn: z.boolean().optional().describe('源系统声明作废'),
});

export type Bed = z.infer<typeof bed>;
export type BedReadiness = Bed['state'];
export type Session = z.infer<typeof session>;
export type Booking = z.infer<typeof booking>;
export type Operation = z.infer<typeof operation>;
export type Consultation = z.infer<typeof consultation>;
export type Observation = z.infer<typeof observation>;
