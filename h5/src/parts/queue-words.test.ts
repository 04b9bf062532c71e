import test from 'ava';
import { queueWords } from './queue-words.ts';

test('a queue is named by what it does, an unknown one in general', (t) => {
  t.is(queueWords('notices.deliver-critical'), '发送危急值卡片');
  t.is(queueWords('tick.notices.sweep'), '定时巡检');
  t.is(queueWords('appointments.remind'), '后台任务');
});
