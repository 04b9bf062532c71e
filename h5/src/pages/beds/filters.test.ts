import test from 'ava';
import type { BedView, LyingView } from '../../../../services/clinical/beds/schema.ts';
import { chipsOf, filterOf, found, marksOf } from './filters.ts';

const patient: LyingView = { id: '01990000-0000-7000-8000-000000000000', opens: true, name: '王**', sex: '男', age: '67岁', careLevel: '', condition: '', isolation: '', allergic: false, doctor: '', nurse: '', mine: false, day: 1, fresh: false, leaving: null, critical: 0 };
const bed = (name: string, more: Partial<LyingView> | null, state: BedView['state'] = 'taken'): BedView => ({ bed: name, room: '', state, note: '', readiness: null, extra: false, patient: more === null ? null : { ...patient, ...more } });
const beds = [bed('1床', { critical: 1, condition: '病重', careLevel: '一级', mine: true }), bed('2床', null), bed('3床', null, 'empty'), bed('4床', { leaving: 'today', isolation: '接触', allergic: true, fresh: true })];

test('chips count, and those that find nothing are left out unless one was chosen', (t) => {
  t.deepEqual(chipsOf(beds, 'blocked').map(({ label, count }) => `${label} ${count}`), ['全部 4', '我主管的 1', '危急值 1', '病危病重 1', '特级一级 1', '隔离 1', '过敏 1', '今日入院 1', '预出院 1', '空床 1', '封床 0']);
  t.deepEqual(found(beds, 'empty').map((each) => each.bed), ['3床']);
  t.is(found(beds, filterOf('nonsense')).length, 4);
});

test('marks of a patient, danger first, as the ward says them', (t) => {
  t.deepEqual(marksOf(beds[0]!.patient!).map(({ text, tone }) => `${text} ${tone}`), ['危急值 1 danger', '病重 warn', '一级护理 past']);
  t.deepEqual(marksOf(beds[3]!.patient!).map(({ text }) => text), ['接触隔离', '过敏', '今日入院', '今日出院']);
  t.deepEqual(marksOf({ ...patient, careLevel: '特级护理', condition: '病危', isolation: '保护性隔离', leaving: 'tomorrow' }).map(({ text }) => text), ['病危', '保护性隔离', '特级护理', '明日出院']);
});
