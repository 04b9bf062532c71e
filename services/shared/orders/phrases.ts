import type { Category, Execution, State, Term } from './model.ts';

/** What people read of this module. */
export const phrases = {
  'orders.as-image': '医院规定住院医嘱只以水印页查看，请从患者页的“医嘱”打开。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'orders.list': '查看患者医嘱和处方',
  'orders.show': '查看一条医嘱的执行情况',
  'orders.charges': '查看患者费用明细',
} as const;

/** The four kinds of prescription first, in this order (MC-005). */
export const categoryWords: Readonly<Record<Category, string>> = {
  drug: '药品处方', treatment: '治疗处方', examination: '检查处方', laboratory: '检验处方', nursing: '护理', diet: '膳食', blood: '用血', operation: '手术', other: '其它',
};

export const termWords: Readonly<Record<Term, string>> = { long: '长期', temporary: '临时', prescription: '处方' };

export const stateWords: Readonly<Record<State, string>> = { ordered: '已开立', checked: '已核对', running: '执行中', completed: '已完成', stopped: '已停止', cancelled: '已取消', held: '暂停', refused: '未通过' };

export const executionWords: Readonly<Record<NonNullable<Execution['state']>, string>> = { 'dispensed': '已发药', 'given': '已执行', 'refused': '患者拒绝', 'not-given': '未执行', 'done': '已做完' };

/** Dose, way, how often and how much, a wide blank between. */
export function usageOf({ dose, route, frequency, quantity }: { readonly dose: string; readonly route: string | null; readonly frequency: string | null; readonly quantity: string }): string {
  return [dose, route ?? '', frequency ?? '', quantity === '' ? '' : `共 ${quantity}`].filter((part) => part !== '').join('　');
}

/** What a line of a stay is: `长期 药品` */
export function sortOf({ term, category }: { readonly term: Term | null; readonly category: Category }): string {
  return [term === null ? '' : termWords[term], categoryWords[category].replace('处方', '')].filter((part) => part !== '').join(' ');
}
