/** A limit, a difference and a trial in the words of the page. */
import type { LimitRow, SetDetail, SetLine } from '../../../../services/clinical/critical-values/schema.ts';

export const stateWords: Readonly<Record<SetLine['state'], string>> = { draft: '草稿', proposed: '待批准', approved: '已批准', rejected: '已退回', bootstrap: '系统设置' };
export const actWords: Readonly<Record<SetLine['course'][number]['act'], string>> = { drafted: '起草', changed: '修改', imported: '导入', proposed: '提交', approved: '批准', rejected: '退回' };
export const scopeWords: Readonly<Record<string, string>> = { 'haematology-or-chemotherapy': '血液科、化疗', 'dialysis': '透析', 'neonatal': '新生儿', 'icu': '重症', 'pregnant': '孕产妇', 'known-malignancy': '已知恶性肿瘤' };
export const specimenWords: Readonly<Record<string, string>> = { 'arterial': '动脉血', 'venous': '静脉血', 'capillary': '末梢血', 'blood': '血（未分）', 'urine': '尿', 'csf': '脑脊液', 'sterile-fluid': '无菌体液', 'other': '其他', 'unknown': '未知' };
const reasonWords: Readonly<Record<string, string>> = {
  'within-limits': '未越限', 'negative': '阴性', 'no-finding': '没有所找的发现', 'pending': '未出结果', 'not-listed': '不在项目表', 'no-limit-for-patient': '没有适用的界限', 'excluded-patient': '排除的人群', 'wrong-specimen': '标本不符',
  'repeat': '重复，不再提醒', 'same-result': '同一结果', 'unit-unknown': '单位不认识', 'unit-missing': '没有单位', 'unit-not-of-item': '单位不符', 'reference-missing': '缺参考范围', 'comparator-undecided': '范围无法判断', 'specimen-unknown': '标本不明', 'value-not-understood': '文字无法识别',
};

export const scopeName = (name: string): string => scopeWords[name] ?? name;

/** `≤2.8 或 ≥6.2 mmol/L` */
export function boundsOf(row: LimitRow, unit: string): string {
  const parts = [row.low === null ? '' : `≤${row.low}`, row.high === null ? '' : `≥${row.high}`, row.reference === null ? '' : `${row.reference.over ? '＞' : '≥'}参考上限${row.reference.times === 1 ? '' : `×${row.reference.times}`}`, row.positive ? '阳性' : ''].filter((part) => part !== '');
  const bounds = parts.join(' 或 ');
  const jump = row.delta === undefined ? '' : `${row.delta.hours} 小时内${{ up: '升高', down: '下降', either: '变化' }[row.delta.way]} ${row.delta.share ? `${row.delta.by * 100}%` : row.delta.by} 以上`;
  const says = row.says === undefined ? '' : `报告写到：${row.says.words.slice(0, 4).join('、')}${row.says.words.length > 4 ? '等' : ''}`;
  return [says, bounds === '' ? '' : `${bounds} ${row.unit ?? unit}`.trim(), jump].filter((part) => part !== '').join('；');
}

const days = (many: number): string => (many >= 365 ? `${Math.round(many / 36.525) / 10} 岁` : `${many} 天`);

/** `29 天以上 · 女 · 重症` */
export function whomOf({ fromDays, toDays, sex, scope: group, specimen, pointOfCare, exclude }: LimitRow): string {
  const age = fromDays === 0 && toDays === null ? '' : toDays === null ? `${days(fromDays)}以上` : `${fromDays === 0 ? '出生' : days(fromDays)}至 ${days(toDays)}`;
  const parts = [age, sex === undefined ? '' : { F: '女', M: '男' }[sex], group === null ? '' : scopeName(group), specimen === undefined ? '' : (specimenWords[specimen] ?? specimen), pointOfCare === true ? '床旁' : '', exclude.length === 0 ? '' : `不含${exclude.map(scopeName).join('、')}`];
  return parts.filter((part) => part !== '').join(' · ') || '所有人';
}

export function repeatOf({ repeat }: LimitRow): string {
  if (repeat.kind === 'every') return '每次提醒';
  if (repeat.kind === 'first-only') return repeat.sameText ? '同样内容只提醒一次' : '每次住院提醒一次';
  const worse = [repeat.worseBy > 0 ? `${Math.round(repeat.worseBy * 1000) / 10}%` : '', repeat.change === undefined ? '' : String(repeat.change)].filter((part) => part !== '').join('或');
  return `${repeat.hours} 小时内不重复${worse === '' ? '' : `，加重 ${worse} 除外`}`;
}

/** `potassium.adult 未越限` of a trial as people read it. */
export function decisionOf(word: string, told: boolean): string {
  const [first = '', second = ''] = word.split(' ');
  const reason = reasonWords[second] ?? reasonWords[first] ?? '';
  const id = reasonWords[first] === undefined ? first : '';
  return told ? `提醒${id === '' ? '' : `（${id}）`}` : `不提醒：${[reason, id].filter((part) => part !== '').join('，')}`;
}

export const ageOf = (days: number | null): string => (days === null ? '—' : days < 29 ? `${days} 天` : days < 730 ? `${Math.floor(days / 30)} 个月` : `${Math.floor(days / 365.25)} 岁`);

/** What of a row changed: `low：2.8 → 2.5`. */
export function changesOf({ before, after }: SetDetail['differences'][number]): string {
  if (before === null) return '新增';
  if (after === null) return '删除';
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return names.map((name) => `${fieldWords[name] ?? name}：${say(before[name])} → ${say(after[name])}`).join('；');
}

const fieldWords: Readonly<Record<string, string>> = {
  low: '低限', high: '高限', fromDays: '年龄起（天）', toDays: '年龄止（天）', scope: '人群', sex: '性别', specimen: '标本', pointOfCare: '床旁', unit: '单位', repeat: '重复', delta: '变化', says: '所找的发现', exclude: '排除', reference: '参考上限', positive: '阳性', note: '说明',
  local: '院内代码', loinc: 'LOINC', name: '名称', departments: '科室', wards: '病区', diagnoses: '诊断', flags: '标志', unitWhenAbsent: '未带单位时',
};

function say(value: unknown): string {
  if (value === undefined || value === null || value === '') return '无';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.join('、');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
