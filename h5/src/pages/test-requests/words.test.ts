import test from 'ava';
import { holding, runningLine, runningOf, stateLine, withdrawalLine } from './words.ts';

const now = new Date('2026-11-20T10:00:00Z');
const run = { code: 'JY-ELEC', name: '电解质', at: new Date('2026-11-20T00:10:00Z'), by: '李静', today: true, state: 'ordered', urgent: false, report: null };

const item = (code: string, results: string) => ({ code, name: code, fields: { results } });

test('how far it is, in one line', (t) => {
  t.is(stateLine({ state: 'accepted', orderNumber: 'YZ1', order: { id: '', state: 'running' }, report: null }), '医院已接收，申请单号 YZ1，执行中');
  t.is(stateLine({ state: 'accepted', orderNumber: null, order: null, report: { id: '', at: null } }), '医院已接收，已出报告');
  t.is(stateLine({ state: 'refused', orderNumber: 'YZ1', order: null, report: null }), '医院未接收');
  t.is(withdrawalLine({ by: null, at: now, why: '', state: 'refused', reason: '标本已采集' }), '医院没有同意撤回，申请仍然有效：标本已采集');
});

test('what runs already is found by code, by name only where there is no code', (t) => {
  t.is(runningOf([run], { code: 'JY-ELEC', name: '别的' }), run);
  t.is(runningOf([run], { code: 'JY-X', name: '电解质' }), undefined);
  t.is(runningOf([{ ...run, code: '' }], { code: 'JY-X', name: '电解质' })?.name, '电解质');
  t.is(runningLine(run, now), '今天 08:10 李静，已开立');
  t.is(runningLine({ ...run, state: 'sending' }, now), '今天 08:10 李静，已发送，等医院接收');
});

test('of items that hold a result the smallest first; one whose code only begins alike is none', (t) => {
  t.deepEqual(holding([item('BIO', '2823-3、2951-2、14682-9'), item('ELEC', '2823-3、2951-2'), item('X', '12823-3'), item('Y', '')], '2823-3').map(({ code }) => code), ['ELEC', 'BIO']);
});
