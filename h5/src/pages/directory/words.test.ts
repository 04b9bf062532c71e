import test from 'ava';
import { failureOf, percentOf, progressWords, resultWords, sourceWords } from './words.ts';

const reading = { id: 'x', source: 'his', state: 'running', phase: 'apply', startedAt: new Date(0), finishedAt: null, startedBy: '9101', counts: { told: 200, done: 50, added: 3, changed: 0, same: 47, left: 0, matters: 1 }, failure: null };

test('where a reading stands and what came of it', (t) => {
  t.deepEqual([progressWords(reading), percentOf(reading), resultWords(reading)], ['正在更新，50 / 200 条', 25, '新增 3，修改 0，待处理 1，相同 47']);
  t.is(progressWords({ ...reading, phase: 'read' }), '正在读取，已读 200 条');
  t.is(resultWords({ ...reading, counts: { ...reading.counts, added: 0, matters: 0 } }), '没有变化（47 条相同）');
});

test('why it stopped says how many and what to do', (t) => {
  t.regex(failureOf('too-many staff 200 100 0'), /人员 200 个中，来源里少了 100 个.*核对/);
  t.regex(failureOf('signature'), /密钥/);
  t.regex(failureOf('40014'), /日志.*40014/);
  t.is(sourceWords('dingtalk:corp1'), '钉钉（corp1）');
});
