/** What the keys of a signed document are called on the printed sheet; a key without a word stays as it was signed. */
import { stamp } from '../../../../cards/words.ts';

const words: Readonly<Record<string, string>> = {
  type: '文书',
  id: '编号',
  patient: '患者',
  number: '病案号',
  name: '姓名',
  result: '检验结果',
  item: '项目',
  value: '结果',
  unit: '单位',
  observedAt: '采样时间',
  receivedAt: '收到时间',
  acknowledged: '确认',
  by: '工号',
  at: '时间',
  disposal: '处置',
  actionAt: '处置时间',
  choices: '措施代码',
  note: '说明',
  text: '内容',
  late: '补记',
};

/** `disposal.choices.0` → `处置 · 措施代码 1` */
export function keyWords(path: string): string {
  const parts = path.split('.').map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : (words[part] ?? part)));
  return parts.join(' · ').replaceAll(/ · (\d+)$/g, ' $1');
}

/** Times are signed as ISO text; people read them in hospital time, and the signed text stays beside it. */
export function valueWords(value: string): string {
  if (value === 'true') return '是';
  if (value === 'false') return '否';
  if (value === 'null' || value === '') return '—';
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? `${stamp(new Date(value))}（${value}）` : value;
}
