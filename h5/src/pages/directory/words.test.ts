import test from 'ava';
import { failureOf, numbersIn, percentOf, progressWords, resultWords, rowWords, sourceSaysOf, sourceWords } from './words.ts';

const reading = { id: 'x', source: 'his', state: 'running', phase: 'apply', startedAt: new Date(0), finishedAt: null, startedBy: '9101', counts: { told: 200, done: 50, added: 3, changed: 0, same: 47, left: 0, matters: 1 }, failure: null };

test('where a reading stands and what came of it', (t) => {
  t.deepEqual([progressWords(reading), percentOf(reading), resultWords(reading)], ['正在更新，50 / 200 条', 25, '新增 3，修改 0，待处理 1，相同 47']);
  t.is(progressWords({ ...reading, phase: 'read' }), '正在读取，已读 200 条');
  t.is(resultWords({ ...reading, counts: { ...reading.counts, added: 0, matters: 0 } }), '没有变化（47 条相同）');
  t.is(resultWords({ ...reading, state: 'cancelled' }), '没有改动任何内容');
});

test('why it stopped says how many and what to do', (t) => {
  t.regex(failureOf('too-many staff 200 100 0'), /人员 200 个中，来源里少了 100 个.*核对/);
  t.regex(failureOf('signature'), /密钥/);
  t.regex(failureOf('40014'), /日志.*40014/);
  t.is(sourceWords('dingtalk:corp1'), '钉钉（corp1）');
});

test('bed numbers as people write them, each once', (t) => {
  t.deepEqual(numbersIn('1-3、2，加1 12'), ['1', '2', '3', '加1', '12']);
  t.deepEqual([numbersIn('  '), numbersIn('9-7'), numbersIn('1-9999').length], [[], [], 200]);
});

test('what a source says stands in words, not in our codes', (t) => {
  t.is(rowWords({ name: '高远', role: 'doctor', active: true, title: null, members: [{ staff: '1001' }, { staff: '1002' }], terms: {} }), '名称 高远，人员类别 医生，在用状态 是，成员 1001、1002');
  t.is(rowWords(undefined), '—');
  t.is(sourceSaysOf({ fields: ['name'], text: '{"number":"8102","role":"doctor"}' }), '名称没有填或不正确。工号 8102，人员类别 医生');
  t.is(sourceSaysOf({ fields: ['name'], text: '{"number":"81' }), '名称没有填或不正确。{"number":"81');
});
