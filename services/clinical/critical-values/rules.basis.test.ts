/** Whose limits decided, in words a nurse reads; never the number of a version. */
import test from 'ava';
import { defaultThresholdSet } from './limits.ts';
import type { SetHead, SetStep } from './model.sets.ts';
import { limitInWords, wordsOfSet } from './views.sets.ts';

const step = (act: SetStep['act'], number: string, name: string): SetStep => ({ act, by: { number, name }, at: new Date('2026-03-01T02:00:00Z'), note: '' });
const approved: SetHead = { id: 's', version: 'qh-2026-03', title: '成人界限 2026-03 版', state: 'approved', basedOn: 'default-2', digest: '', inForceFrom: new Date('2026-03-01T16:00:00Z'), course: [step('drafted', '3001', '韩冰'), step('changed', '3001', '韩冰'), step('proposed', '3001', '韩冰'), step('approved', '9001', '邓国栋')] };

for (const [name, version, head, expected] of [
  ['approved, with who drafted and who approved; the day is the hospital’s', 'qh-2026-03', approved, '成人界限 2026-03 版，2026-03-02起生效（韩冰起草，邓国栋批准）'],
  ['without a title', 'qh-2026-03', { ...approved, title: ' ' }, '本院危急值界限 2026-03-02版（韩冰起草，邓国栋批准）'],
  ['whose draft the product offered', 'qh-2026-03', { ...approved, course: [step('approved', '9001', '邓国栋')] }, '成人界限 2026-03 版，2026-03-02起生效（邓国栋批准）'],
  ['what the product brings', 'default-2', undefined, '随产品的默认界限'],
  ['with the hospital’s departments', 'default-2+aed95149', { ...approved, state: 'bootstrap', inForceFrom: null, course: [] }, '随产品的默认界限'],
  ['a file of the hospital', 'qh-2026-01+3f2a9c01', { ...approved, state: 'bootstrap', inForceFrom: null, course: [] }, '本院设置的界限（没有经过网上批准）'],
] as const) {
  test(`basis: ${name}`, (t) => t.is(wordsOfSet(version, head), expected));
}

test('a limit is called by what it is for, whatever its id', (t) => {
  const { limits } = defaultThresholdSet();
  const own = { ...limits[0]!, id: 'potassium.x9', scope: 'dialysis' };
  t.deepEqual([limitInWords('potassium.adult', limits), limitInWords('wbc.haematology', limits), limitInWords('potassium.x9', [own]), limitInWords('potassium.x9', [{ ...own, scope: null }])], ['成人界限', '血液科、化疗界限', '透析患者界限', '本院单设的界限']);
  for (const { id } of limits) t.regex(limitInWords(id, limits), /[\u4e00-\u9fff]/u, id);
});
