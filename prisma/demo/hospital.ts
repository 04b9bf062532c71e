/**
 * The demonstration hospital: 青禾市第一人民医院, invented, with the shape of a real one. Data only.
 *
 * Read by the seed (as what HIS would tell us) and by the chat emulator (as what the tenant's address book holds),
 * so that both sides of the demonstration agree on who is who.
 */

export interface DemoDepartment {
  readonly code: string;
  readonly name: string;
  readonly kind: 'inpatient' | 'outpatient' | 'technology' | 'pharmacy' | 'administration';
  /** The department above it. */
  readonly parent?: string;
}

/** 医疗组. */
export interface DemoGroup {
  readonly code: string;
  readonly name: string;
  readonly department: string;
  readonly leader: string;
  readonly members: readonly string[];
}

export interface DemoWard {
  readonly code: string;
  readonly name: string;
  readonly department: string;
  /** Numbered from 1. */
  readonly beds: number;
}

export type DemoRole = 'doctor' | 'nurse' | 'technician' | 'pharmacist' | 'administrator';

export interface DemoStaff {
  readonly number: string;
  readonly name: string;
  readonly role: DemoRole;
  readonly title: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  readonly wardCode?: string;
  readonly dingtalk?: string;
  readonly wecom?: string;
  readonly adminRole?: 'system' | 'security' | 'audit';
}

export interface DemoDuty {
  readonly department: string;
  readonly duty: 'duty-doctor' | 'head' | 'head-nurse' | 'clinic-desk' | 'medical-office';
  readonly staff: string;
}

/** Who a patient is and how she is reached: what is sealed in the database. */
export interface DemoIdentity {
  readonly idNumber: string;
  readonly phone: string;
  readonly address: string;
  readonly guardian?: string;
  readonly guardianPhone?: string;
}

export interface DemoPerson {
  readonly number: string;
  readonly visit: string;
  readonly name: string;
  readonly sex: 'M' | 'F';
  readonly birthDate: string;
}

/** Seen in a clinic today or in the last days. */
export interface DemoOutpatient extends DemoPerson {
  readonly department: string;
  readonly attending: string;
  readonly diagnosis: string;
  readonly daysAgo: number;
}

export interface DemoPatient extends DemoPerson {
  readonly ward: string;
  readonly bed: string;
  readonly attending: string;
  readonly nurse: string;
  readonly diagnosis: string;
  readonly admittedDaysAgo: number;
}

export const institution = { code: 'QH01', name: '青禾市第一人民医院', level: '三级甲等', address: '青禾市人民路 1 号', hotline: '0999-12320' } as const;

export const campuses: readonly { readonly code: string; readonly name: string; readonly address: string }[] = [
  { code: 'QH01A', name: '本部', address: '青禾市人民路 1 号' },
  { code: 'QH01B', name: '东院区', address: '青禾市东湖大道 88 号' },
];

export const departments: readonly DemoDepartment[] = [
  { code: 'MED', name: '内科系统', kind: 'inpatient' },
  { code: 'SURG', name: '外科系统', kind: 'inpatient' },
  { code: 'CARD', name: '心血管内科', kind: 'inpatient', parent: 'MED' },
  { code: 'NEPH', name: '肾内科', kind: 'inpatient', parent: 'MED' },
  { code: 'HEMA', name: '血液内科', kind: 'inpatient', parent: 'MED' },
  { code: 'ICU', name: '重症医学科', kind: 'inpatient' },
  { code: 'GSUR', name: '普通外科', kind: 'inpatient', parent: 'SURG' },
  { code: 'NEON', name: '新生儿科', kind: 'inpatient' },
  { code: 'EMER', name: '急诊科', kind: 'outpatient' },
  { code: 'LAB', name: '检验科', kind: 'technology' },
  { code: 'PHAR', name: '药学部', kind: 'pharmacy' },
  { code: 'MEDO', name: '医务科', kind: 'administration' },
  { code: 'INFO', name: '信息科', kind: 'administration' },
  { code: 'MEDR', name: '病案室', kind: 'administration' },
  { code: 'ADMC', name: '预住院中心', kind: 'administration' },
  { code: 'AUDT', name: '审计处', kind: 'administration' },
];

export const wards: readonly DemoWard[] = [
  { code: 'CARD1', name: '心内科一病区', department: 'CARD', beds: 38 },
  { code: 'NEPH1', name: '肾内科病区', department: 'NEPH', beds: 32 },
  { code: 'HEMA1', name: '血液科病区', department: 'HEMA', beds: 30 },
  { code: 'ICU1', name: '重症监护室', department: 'ICU', beds: 18 },
  { code: 'GSUR1', name: '普外科一病区', department: 'GSUR', beds: 38 },
  { code: 'NEON1', name: '新生儿病区', department: 'NEON', beds: 24 },
];

/** Rooms of three beds; the last bed of a ward that has more than thirty is being mended. */
export function bedsOf({ code, beds }: Pick<DemoWard, 'code' | 'beds'>): { readonly ward: string; readonly number: string; readonly room: string; readonly state: 'open' | 'blocked'; readonly note?: string }[] {
  const blocked = beds > 30 ? [{ ward: code, number: String(beds + 1), room: String(300 + Math.ceil((beds + 1) / 3)), state: 'blocked' as const, note: '设备带检修' }] : [];
  return [...Array.from({ length: beds }, (_, at) => ({ ward: code, number: String(at + 1), room: String(301 + Math.floor(at / 3)), state: 'open' as const })), ...blocked];
}

const departmentName = new Map(departments.map((d) => [d.code, d.name]));

type Platforms = Pick<DemoStaff, 'dingtalk' | 'wecom'>;

function person(
  number: string,
  name: string,
  role: DemoRole,
  title: string,
  departmentCode: string,
  on: Platforms & Pick<DemoStaff, 'adminRole'>,
  wardCode?: string,
): DemoStaff {
  const base = { number, name, role, title, departmentCode, departmentName: departmentName.get(departmentCode) ?? '' };
  return { ...base, ...on, ...(wardCode === undefined ? {} : { wardCode }) };
}

/** Internal medicine and ICU live in DingTalk, surgery, newborns and the laboratory in WeCom, the offices in both. */
export const staff: readonly DemoStaff[] = [
  person('1001', '李静', 'doctor', '主治医师', 'CARD', { dingtalk: 'lijing1001' }, 'CARD1'),
  person('1002', '王建国', 'doctor', '住院医师', 'CARD', { dingtalk: 'wangjianguo1002' }, 'CARD1'),
  person('1003', '陈志远', 'doctor', '主任医师', 'CARD', { dingtalk: 'chenzhiyuan1003' }, 'CARD1'),
  person('1004', '周敏', 'nurse', '主管护师', 'CARD', { dingtalk: 'zhoumin1004' }, 'CARD1'),
  person('1005', '吴倩', 'nurse', '护士', 'CARD', { dingtalk: 'wuqian1005' }, 'CARD1'),
  person('1006', '顾晨', 'doctor', '副主任医师', 'CARD', { dingtalk: 'guchen1006' }, 'CARD1'),
  person('1101', '赵磊', 'doctor', '主治医师', 'NEPH', { dingtalk: 'zhaolei1101' }, 'NEPH1'),
  person('1102', '孙悦', 'doctor', '住院医师', 'NEPH', { dingtalk: 'sunyue1102' }, 'NEPH1'),
  person('1103', '马宏伟', 'doctor', '主任医师', 'NEPH', { dingtalk: 'mahongwei1103' }, 'NEPH1'),
  person('1104', '胡丽', 'nurse', '护师', 'NEPH', { dingtalk: 'huli1104' }, 'NEPH1'),
  person('1201', '郭晓峰', 'doctor', '主治医师', 'HEMA', { dingtalk: 'guoxiaofeng1201' }, 'HEMA1'),
  person('1202', '何雨', 'doctor', '住院医师', 'HEMA', { dingtalk: 'heyu1202' }, 'HEMA1'),
  person('1203', '罗文', 'doctor', '主任医师', 'HEMA', { dingtalk: 'luowen1203' }, 'HEMA1'),
  person('1204', '梁静怡', 'nurse', '护师', 'HEMA', { dingtalk: 'liangjingyi1204' }, 'HEMA1'),
  person('1301', '欧阳海', 'doctor', '主治医师', 'ICU', { dingtalk: 'ouyanghai1301' }, 'ICU1'),
  person('1302', '谢楠', 'doctor', '住院医师', 'ICU', { dingtalk: 'xienan1302' }, 'ICU1'),
  person('1303', '宋立新', 'doctor', '主任医师', 'ICU', { dingtalk: 'songlixin1303' }, 'ICU1'),
  person('1304', '唐颖', 'nurse', '主管护师', 'ICU', { dingtalk: 'tangying1304' }, 'ICU1'),
  person('2001', '张伟', 'doctor', '主治医师', 'GSUR', { wecom: 'ZhangWei' }, 'GSUR1'),
  person('2002', '刘洋', 'doctor', '住院医师', 'GSUR', { wecom: 'LiuYang' }, 'GSUR1'),
  person('2003', '黄建平', 'doctor', '主任医师', 'GSUR', { wecom: 'HuangJianPing' }, 'GSUR1'),
  person('2004', '徐芳', 'nurse', '主管护师', 'GSUR', { wecom: 'XuFang' }, 'GSUR1'),
  person('2101', '林雪', 'doctor', '主治医师', 'NEON', { wecom: 'LinXue' }, 'NEON1'),
  person('2102', '高翔', 'doctor', '住院医师', 'NEON', { wecom: 'GaoXiang' }, 'NEON1'),
  person('2103', '郑慧', 'doctor', '副主任医师', 'NEON', { wecom: 'ZhengHui' }, 'NEON1'),
  person('2104', '冯媛', 'nurse', '护师', 'NEON', { wecom: 'FengYuan' }, 'NEON1'),
  person('2201', '曹阳', 'doctor', '主治医师', 'EMER', { wecom: 'CaoYang' }),
  person('2202', '彭飞', 'doctor', '副主任医师', 'EMER', { wecom: 'PengFei' }),
  person('3001', '韩冰', 'technician', '主管技师', 'LAB', { wecom: 'HanBing' }),
  person('3002', '董洁', 'technician', '副主任技师', 'LAB', { wecom: 'DongJie' }),
  person('3101', '袁帅', 'pharmacist', '主管药师', 'PHAR', { wecom: 'YuanShuai' }),
  person('9001', '邓国栋', 'doctor', '医务科科长', 'MEDO', { dingtalk: 'dengguodong9001', wecom: 'DengGuoDong' }),
  person('9002', '蒋薇', 'administrator', '医务科干事', 'MEDO', { dingtalk: 'jiangwei9002', wecom: 'JiangWei' }),
  person('9101', '沈涛', 'administrator', '信息科工程师', 'INFO', { dingtalk: 'shentao9101', wecom: 'ShenTao', adminRole: 'system' }),
  person('9102', '魏然', 'administrator', '网络安全工程师', 'INFO', { dingtalk: 'weiran9102', wecom: 'WeiRan', adminRole: 'security' }),
  person('9201', '秦岚', 'administrator', '审计员', 'AUDT', { dingtalk: 'qinlan9201', wecom: 'QinLan', adminRole: 'audit' }),
  person('9401', '何敏', 'nurse', '预住院中心护士长', 'ADMC', { dingtalk: 'hemin9401', wecom: 'HeMin' }),
  person('9301', '许静', 'administrator', '病案室主任', 'MEDR', { dingtalk: 'xujing9301', wecom: 'XuJing' }),
];

/** Whose phones stand side by side: DingTalk, WeCom. */
export const phoneHolders = ['1001', '2001'] as const;

export const groups: readonly DemoGroup[] = [
  { code: 'CARD-A', name: '心内一组', department: 'CARD', leader: '1001', members: ['1001', '1002'] },
  { code: 'CARD-B', name: '心内二组', department: 'CARD', leader: '1006', members: ['1006'] },
  { code: 'NEPH-A', name: '肾内一组', department: 'NEPH', leader: '1101', members: ['1101', '1102'] },
  { code: 'HEMA-A', name: '血液一组', department: 'HEMA', leader: '1201', members: ['1201', '1202'] },
  { code: 'ICU-A', name: '重症一组', department: 'ICU', leader: '1301', members: ['1301', '1302'] },
  { code: 'GSUR-A', name: '普外一组', department: 'GSUR', leader: '2001', members: ['2001', '2002'] },
  { code: 'NEON-A', name: '新生儿一组', department: 'NEON', leader: '2101', members: ['2101', '2102'] },
  { code: 'EMER-A', name: '急诊一组', department: 'EMER', leader: '2201', members: ['2201', '2202'] },
];

/** Standing posts; duty doctors take turns (`roster.ts`). */
export const duties: readonly DemoDuty[] = [
  { department: 'CARD', duty: 'head', staff: '1003' },
  { department: 'CARD', duty: 'head-nurse', staff: '1004' },
  { department: 'CARD', duty: 'clinic-desk', staff: '1005' },
  { department: 'NEPH', duty: 'head', staff: '1103' },
  { department: 'NEPH', duty: 'head-nurse', staff: '1104' },
  { department: 'HEMA', duty: 'head', staff: '1203' },
  { department: 'HEMA', duty: 'head-nurse', staff: '1204' },
  { department: 'ICU', duty: 'head', staff: '1303' },
  { department: 'ICU', duty: 'head-nurse', staff: '1304' },
  { department: 'GSUR', duty: 'head', staff: '2003' },
  { department: 'GSUR', duty: 'head-nurse', staff: '2004' },
  { department: 'NEON', duty: 'head', staff: '2103' },
  { department: 'NEON', duty: 'head-nurse', staff: '2104' },
  { department: 'EMER', duty: 'head', staff: '2202' },
  { department: 'MEDO', duty: 'medical-office', staff: '9001' },
  { department: 'MEDR', duty: 'head', staff: '9301' },
  { department: 'ADMC', duty: 'head', staff: '9401' },
];

function patient(
  serial: number,
  name: string,
  sex: 'M' | 'F',
  birthDate: string,
  [ward, bed, attending, nurse]: readonly [string, string, string, string],
  diagnosis: string,
  admittedDaysAgo: number,
): DemoPatient {
  const tail = String(serial).padStart(4, '0');
  return { number: `P00${tail}`, visit: `ZY2611${tail}`, name, sex, birthDate, ward, bed, attending, nurse, diagnosis, admittedDaysAgo };
}

/** `birthDate` of the newborns is counted from the day of the start (see seed), so that they stay newborns. */
export const patients: readonly DemoPatient[] = [
  patient(1, '王德顺', 'M', '1959-03-14', ['CARD1', '12', '1001', '1004'], '慢性心力衰竭，慢性肾脏病3期', 6),
  patient(2, '李桂兰', 'F', '1951-07-02', ['CARD1', '3', '1001', '1005'], '冠心病 不稳定型心绞痛', 2),
  patient(3, '陈国强', 'M', '1968-11-25', ['CARD1', '5', '1001', '1004'], '急性ST段抬高型心肌梗死', 1),
  patient(4, '刘素珍', 'F', '1946-01-19', ['CARD1', '8', '1002', '1005'], '心房颤动', 9),
  patient(5, '赵建军', 'M', '1972-05-30', ['NEPH1', '2', '1101', '1104'], '慢性肾脏病5期 维持性血液透析', 14),
  patient(6, '孙玉梅', 'F', '1980-09-08', ['NEPH1', '6', '1101', '1104'], '肾病综合征', 4),
  patient(7, '周文斌', 'M', '1990-12-12', ['HEMA1', '1', '1201', '1204'], '急性髓系白血病 化疗后', 21),
  patient(8, '吴秀英', 'F', '1963-02-27', ['HEMA1', '4', '1201', '1204'], '多发性骨髓瘤', 11),
  patient(9, '郑海涛', 'M', '1957-06-16', ['ICU1', '7', '1301', '1304'], '重症肺炎 呼吸衰竭', 3),
  patient(10, '欧阳明珠', 'F', '1985-10-04', ['ICU1', '2', '1301', '1304'], '多发伤 失血性休克', 1),
  patient(11, '黄志强', 'M', '1978-08-21', ['GSUR1', '9', '2001', '2004'], '急性胰腺炎', 2),
  patient(12, '何翠花', 'F', '1949-04-11', ['GSUR1', '15', '2001', '2004'], '结肠癌术后', 5),
  patient(13, '杨帆', 'M', '2001-03-03', ['GSUR1', '21', '2002', '2004'], '急性阑尾炎术后', 1),
  patient(14, '林之子', 'M', 'newborn-3', ['NEON1', '11', '2101', '2104'], '新生儿高胆红素血症', 2),
  patient(15, '高之女', 'F', 'newborn-9', ['NEON1', '14', '2101', '2104'], '早产儿', 8),
  patient(16, '钱伯安', 'M', '1954-12-01', ['CARD1', '20', '1006', '1004'], '扩张型心肌病', 3),
];

export const outpatients: readonly DemoOutpatient[] = [
  { number: 'P000101', visit: 'MZ26110101', name: '郭美兰', sex: 'F', birthDate: '1966-04-18', department: 'CARD', attending: '1001', diagnosis: '高血压 2 级', daysAgo: 0 },
  { number: 'P000102', visit: 'MZ26110102', name: '韩东升', sex: 'M', birthDate: '1975-09-09', department: 'CARD', attending: '1001', diagnosis: '阵发性室上性心动过速', daysAgo: 0 },
  { number: 'P000103', visit: 'MZ26110103', name: '孟庆丰', sex: 'M', birthDate: '1959-01-27', department: 'CARD', attending: '1006', diagnosis: '稳定型心绞痛', daysAgo: 0 },
  { number: 'P000104', visit: 'MZ26110104', name: '苏晓彤', sex: 'F', birthDate: '1993-07-15', department: 'CARD', attending: '1001', diagnosis: '心悸待查', daysAgo: 3 },
  { number: 'P000105', visit: 'MZ26110105', name: '邹文静', sex: 'F', birthDate: '1988-11-03', department: 'EMER', attending: '2201', diagnosis: '急性阑尾炎？', daysAgo: 0 },
];

/** Invented: area code 990100 belongs to no district, and numbers beginning with 199-0000 reach nobody. */
export function identityOf({ number, sex, birthDate }: Pick<DemoPerson, 'number' | 'sex' | 'birthDate'>): DemoIdentity | undefined {
  const serial = Number(number.slice(1));
  const phone = `1990000${String(serial).padStart(4, '0')}`;
  const address = `青禾市${serial % 2 === 0 ? '东湖区' : '人民区'}幸福路 ${serial} 号`;
  if (birthDate.startsWith('newborn')) return { idNumber: '', phone: '', address, guardian: '母亲', guardianPhone: phone };
  return { idNumber: withCheckDigit(`990100${birthDate.replaceAll('-', '')}${String(serial * 2 + (sex === 'M' ? 1 : 0)).padStart(3, '0')}`), phone, address };
}

/** GB 11643: ISO 7064 MOD 11-2 over 17 digits. */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return `${digits}${'10X98765432'[sum % 11]}`;
}
