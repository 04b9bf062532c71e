import test from 'ava';
import { askedIn } from './queries.line.ts';

test('what is looked for in a line typed to the bot', (t) => {
  for (const [line, asked] of [['查 张三', '张三'], ['查患者：张三', '张三'], ['查找 P000101', 'P000101'], ['找 zs', 'zs'], ['12床', '12床'], ['心内科一病区12床', '心内科一病区12床'], ['加3床', '加3床'], ['查 12床', '12床']] as const) t.is(askedIn(line), asked, line);
  for (const line of ['待办', '查', '查房', '门诊 今天', '床', '12床危急值', '']) t.is(askedIn(line), undefined, line);
});
