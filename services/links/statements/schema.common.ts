/** The pieces all statements are made of. Codes, units and numbers as sent; absent means the sender said nothing. */
import { z } from 'zod';

/** An instant, `2020-05-01T06:06:43.000Z`. */
export const instant = z.iso.datetime();
export const words = z.string().min(1);
/** The calendar day in the hospital, or `YYYY-MM`, `YYYY` when that is all. */
export const day = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);

/** Which version of a thing the sender told, and since when it is so. */
export const told = z.object({ at: instant, version: words });

/** A coded element (HL7 CE, CWE, CNE; FHIR CodeableConcept). */
export const code = z.object({
  id: words.optional().describe('代码'),
  text: words.optional().describe('名称'),
  /** `LN` is LOINC; anything else is the sender's own. */
  system: words.optional().describe('代码体系：LN 为 LOINC，其余为院内自定'),
});

/** A person of the hospital: staff number as the sender knows it. */
export const staff = z.object({ number: words.optional().describe('工号'), name: words.optional().describe('姓名') });

/** Who sent it. */
export const sender = z.object({ application: z.string().describe('系统'), facility: z.string().describe('机构') });

/** A number by which the patient is known. `type` by table 0203 (`MR`, `PI`, `SS`, …) or the sender's word. */
export const patientId = z.object({
  value: words.describe('编号'),
  type: words.optional().describe('编号种类：MR 病案号，PI 患者主索引，SS 医保号，NI 身份证号，或院内写法'),
  authority: words.optional().describe('编号的发放机构或系统'),
});

/**
 * Who the patient is outside the hospital and how she is reached: read only to be sealed, never written into a fact.
 * `null`: the sender says that it is no longer known (`""`).
 */
export const identity = z.object({
  /** Of the identity card, else of another paper. As sent. */
  idNumber: words.nullable().optional().describe('身份证号，或其它证件号；null 表示不再知道'),
  phone: words.nullable().optional().describe('电话'),
  address: words.nullable().optional().describe('住址'),
  /** NK1: a name, else what she is to the patient. */
  guardian: words.nullable().optional().describe('监护人或联系人的姓名，或与患者的关系'),
  guardianPhone: words.nullable().optional().describe('监护人或联系人的电话'),
});

/** Whom a message is about (PID). */
export const patient = z.object({
  /** The hospital's own; none when the sender knows the patient by the identity card alone. */
  ids: z.array(patientId).describe('患者编号；只知道身份证的可以为空数组'),
  identity: identity.optional().describe('证件与联系方式；收到后封存，不写入业务事实'),
  name: words.optional().describe('姓名'),
  /** M, F, O, U or the sender's own. */
  sex: words.optional().describe('性别：M 男、F 女、O 其他、U 未知，或院内写法'),
  birthDate: day.optional().describe('出生日期，YYYY-MM-DD，也可只到年月或年'),
  /** Only when the sender gave an hour: newborns are judged by it. */
  birthTime: instant.optional().describe('出生时刻；只在对方给出时分时填写，新生儿按它判断'),
});

/** A place: PV1-3. Codes as sent. */
export const place = z.object({
  ward: words.optional().describe('病区代码'),
  room: words.optional().describe('房间'),
  bed: words.optional().describe('床号'),
  facility: words.optional().describe('院区或机构代码'),
});

/** A stay, a visit to a clinic or the emergency department (PV1, FHIR Encounter). `null`: said to be none any more. */
export const visit = place.extend({
  number: words.optional().describe('就诊号（住院号、门诊号、急诊号）'),
  /** I inpatient, O outpatient, E emergency, P pre-admission, … (table 0004). */
  patientClass: words.optional().describe('就诊类别：I 住院、O 门诊、E 急诊、P 预入院、T 体检'),
  /** PV1-10, the service that treats. */
  department: words.optional().describe('就诊科室代码'),
  attending: staff.optional().describe('主管医师'),
  /** Responsible nurse. */
  nurse: staff.optional().describe('责任护士'),
  /** Code of the medical group that treats. */
  group: words.optional().describe('医疗组代码'),
  admittedAt: instant.optional().describe('入院或就诊时间'),
  dischargedAt: instant.optional().describe('出院或离院时间'),
  /** Of who is expected: when. */
  plannedAt: instant.optional().describe('预计入院时间'),
  /** When she is to leave (PV2-9). */
  dischargePlannedAt: instant.nullable().optional().describe('预计出院时间；null 表示已取消'),
  /** Where she is to go (PV1-42, pending transfer); until then she is where she was. */
  plannedPlace: place.nullable().optional().describe('预定转往的位置；null 表示已取消'),
  /** 费别: as sent (`自费`, `城镇职工医保`, a code). */
  feeCategory: words.optional().describe('费别，如自费、城镇职工医保'),
  /** 护理级别: 特级, 一级, 二级, 三级, or the sender's code. */
  careLevel: words.nullable().optional().describe('护理级别：特级、一级、二级、三级或院内代码；null 表示已取消'),
  /** 病情: 一般, 病重, 病危, or the sender's code. */
  condition: words.nullable().optional().describe('病情：一般、病重、病危或院内代码；null 表示已取消'),
  /** Kind of isolation (接触, 飞沫, 空气, 保护性). */
  isolation: words.nullable().optional().describe('隔离种类：接触、飞沫、空气、保护性；null 表示已解除'),
  /** Where she went when she left (PV1-36). */
  disposition: words.optional().describe('离院去向'),
  /** Booked as day surgery. */
  daySurgery: z.boolean().optional().describe('是否日间手术'),
});

/** Something odd that did not stop the reading; for the triage desk. Holds no patient data. */
export const warning = z.object({ place: words.describe('位置'), name: words.describe('名称') });

export type Code = z.infer<typeof code>;
export type Staff = z.infer<typeof staff>;
export type Sender = z.infer<typeof sender>;
export type PatientId = z.infer<typeof patientId>;
export type Identity = z.infer<typeof identity>;
export type Patient = z.infer<typeof patient>;
export type Place = z.infer<typeof place>;
export type Visit = z.infer<typeof visit>;
export type Warning = z.infer<typeof warning>;
