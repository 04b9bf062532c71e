/** Who the patient is and where: persons, stays, merges, diagnoses. */
import { z } from 'zod';
import { code, instant, patientId, place, staff, words } from './schema.common.ts';

/** Something she must not get, and what it did. */
export const allergy = z.object({
  substance: words.describe('过敏原'),
  code: code.optional().describe('过敏原代码'),
  reaction: words.optional().describe('反应'),
  severity: words.optional().describe('严重程度'),
});

/**
 * What the master of persons says of this patient: name, sex, birth and identity of the message hold, not only fill
 * gaps. `allergies`: all that are known, an empty list says that there are none.
 */
export const person = z.object({
  kind: z.literal('person').describe('固定为 person'),
  allergies: z.array(allergy).optional().describe('全部已知过敏；空数组表示没有过敏'),
  /** One by one (IAM): what is not named stays. */
  allergyChanges: z.array(allergy.extend({ removed: z.boolean().optional().describe('true：这一条已撤销') })).optional().describe('逐条新增、修改或撤销的过敏；没有提到的不变'),
});

/** What happened to a stay. `update` and the likes say how it is; `cancel-…` take the named step back. */
export const stayEvent = z.enum([
  'admit', 'register', 'pre-admit', 'transfer', 'discharge', 'change-class', 'leave', 'return', 'arrive', 'depart', 'update',
  'cancel-admit', 'cancel-transfer', 'cancel-discharge', 'cancel-pre-admit',
]);

/** What the master of stays says of the message's `visit`. */
export const stay = z.object({
  kind: z.literal('stay').describe('固定为 stay'),
  event: stayEvent.describe('发生了什么：admit 入院，register 挂号，pre-admit 预入院，transfer 转科转床，discharge 出院，change-class 改就诊类别，leave 请假离院，return 返院，arrive 到达，depart 离开，update 更新；cancel- 开头为撤销'),
  /** PV1-6: where the patient was before. */
  prior: place.optional().describe('之前所在位置'),
  /** Numbers that this visit had or swallowed (MRG-5 of A35, A42, A50): what was told under them is of this visit. */
  former: z.array(words).optional().describe('这次就诊以前用过、或被并入的就诊号'),
});

/** Where the sender keeps the stay's history: every step so far with its time, in place of the event's own. */
export const stayWithSteps = stay.extend({ steps: z.array(z.object({ event: stayEvent, at: instant, from: place.optional(), to: place.optional() })).min(1).optional() });

/** The message's patient is the one who stays; `gone` are the numbers that are now hers. `undone`: they are somebody else's again. */
export const merge = z.object({
  kind: z.literal('merge').describe('固定为 merge'),
  gone: z.array(patientId).min(1).describe('并入这位患者的编号'),
  undone: z.boolean().optional().describe('true：撤销合并，这些编号又是另一人的'),
});

export const diagnosis = z.object({
  code: words.optional().describe('诊断代码，一般为 ICD-10'),
  system: words.optional().describe('代码体系'),
  name: words.describe('诊断名称'),
  /** admission, working, discharge, outpatient, other … as sent (DG1-6). */
  type: words.optional().describe('类型：admission 入院，working 住院中，discharge 出院，outpatient 门诊，other 其他，或院内写法'),
  /** 1 is the main one (DG1-15). */
  rank: z.number().int().optional().describe('次序，1 为主要诊断'),
  at: instant.optional().describe('诊断时间'),
  by: staff.optional().describe('诊断医师'),
  /** Confirmed, suspected … as sent. */
  certainty: words.optional().describe('确诊、疑似等，按源系统写法'),
  /** Only where the statement is `partial`. */
  removed: z.boolean().optional().describe('true：这一条已撤销'),
});

/**
 * All diagnoses of the visit as this message knows them; of the types it names, those it leaves out are no longer held.
 * `partial` (BAR^P12): only what is named changes.
 */
export const diagnoses = z.object({
  kind: z.literal('diagnoses').describe('固定为 diagnoses'),
  all: z.array(diagnosis).min(1).describe('本次就诊的全部诊断；同类型里没有列出的视为已取消'),
  partial: z.boolean().optional().describe('true：只改列出的几条，其余不变'),
});

export type Allergy = z.infer<typeof allergy>;
export type StayEvent = z.infer<typeof stayEvent>;
export type Stay = z.infer<typeof stayWithSteps>;
export type Merge = z.infer<typeof merge>;
export type Diagnosis = z.infer<typeof diagnosis>;
