/** Departments and wards of the simulated hospital: those of the demonstration's seed, and what a general hospital has around them. Data only. */
import { type DemoDepartment, type DemoWard, departments as seeded, wards as seededWards } from '../../../../prisma/demo/hospital.ts';

export type Department = DemoDepartment;

const inpatient = (code: string, name: string, parent?: string): Department => ({ code, name, kind: 'inpatient', ...(parent !== undefined && { parent }) });

export const departments: readonly Department[] = [
  ...seeded,
  inpatient('RESP', '呼吸与危重症医学科', 'MED'),
  inpatient('GAST', '消化内科', 'MED'),
  inpatient('ENDO', '内分泌科', 'MED'),
  inpatient('NEUR', '神经内科', 'MED'),
  inpatient('RHEU', '风湿免疫科', 'MED'),
  inpatient('ONCO', '肿瘤科', 'MED'),
  inpatient('INFD', '感染性疾病科', 'MED'),
  inpatient('GERI', '老年医学科', 'MED'),
  inpatient('NSUR', '神经外科', 'SURG'),
  inpatient('CTSU', '心胸外科', 'SURG'),
  inpatient('ORTH', '骨科', 'SURG'),
  inpatient('UROL', '泌尿外科', 'SURG'),
  inpatient('OBST', '产科'),
  inpatient('GYNE', '妇科'),
  inpatient('PEDI', '儿科'),
  inpatient('OPHT', '眼科'),
  inpatient('ENTD', '耳鼻咽喉头颈外科'),
  inpatient('REHA', '康复医学科'),
  { code: 'DERM', name: '皮肤科', kind: 'outpatient' },
  { code: 'STOM', name: '口腔科', kind: 'outpatient' },
  { code: 'TCMD', name: '中医科', kind: 'outpatient' },
  { code: 'RADI', name: '医学影像科', kind: 'technology' },
  { code: 'ULTR', name: '超声医学科', kind: 'technology' },
  { code: 'PATH', name: '病理科', kind: 'technology' },
  { code: 'ECGD', name: '心电图室', kind: 'technology' },
  { code: 'ANES', name: '麻醉手术科', kind: 'technology' },
];

/** A ward with its beds; how full it usually is comes with `stays.ts`. */
export type Ward = DemoWard;

const ward = (code: string, name: string, department: string, beds: number): Ward => ({ code, name, department, beds });

export const wards: readonly Ward[] = [
  ...seededWards,
  ward('CARD2', '心内科二病区', 'CARD', 38),
  ward('RESP1', '呼吸科一病区', 'RESP', 36),
  ward('RESP2', '呼吸科二病区', 'RESP', 34),
  ward('GAST1', '消化内科病区', 'GAST', 38),
  ward('ENDO1', '内分泌科病区', 'ENDO', 32),
  ward('NEUR1', '神经内科一病区', 'NEUR', 36),
  ward('NEUR2', '神经内科二病区', 'NEUR', 36),
  ward('RHEU1', '风湿免疫科病区', 'RHEU', 24),
  ward('ONCO1', '肿瘤科一病区', 'ONCO', 36),
  ward('ONCO2', '肿瘤科二病区', 'ONCO', 34),
  ward('INFD1', '感染科病区', 'INFD', 28),
  ward('GERI1', '老年医学科病区', 'GERI', 32),
  ward('NSUR1', '神经外科病区', 'NSUR', 34),
  ward('CTSU1', '心胸外科病区', 'CTSU', 30),
  ward('ORTH1', '骨科一病区', 'ORTH', 36),
  ward('ORTH2', '骨科二病区', 'ORTH', 34),
  ward('UROL1', '泌尿外科病区', 'UROL', 34),
  ward('GSUR2', '普外科二病区', 'GSUR', 36),
  ward('OBST1', '产科病区', 'OBST', 34),
  ward('GYNE1', '妇科病区', 'GYNE', 30),
  ward('PEDI1', '儿科病区', 'PEDI', 32),
  ward('OPHT1', '眼科病区', 'OPHT', 22),
  ward('ENTD1', '耳鼻喉科病区', 'ENTD', 24),
  ward('REHA1', '康复科病区', 'REHA', 28),
];

/** Departments that have beds: the twenty-four. */
export const bedDepartments: readonly Department[] = departments.filter(({ code }) => wards.some((each) => each.department === code));

const names = new Map(departments.map(({ code, name }) => [code, name]));
const wardOf = new Map(wards.map((each) => [each.code, each]));

export const departmentName = (code: string): string => names.get(code) ?? code;

export function wardAt(code: string): Ward {
  const found = wardOf.get(code);
  if (found === undefined) throw new Error(`there is no ward ${code}`);
  return found;
}
