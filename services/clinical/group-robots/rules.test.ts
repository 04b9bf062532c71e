import test from 'ava';
import { nextTurn, tokenIn } from './rules.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 0, 0, seconds));

test('the token of a pasted address, of the right platform only', (t) => {
  t.is(tokenIn('dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=abc'), 'abc');
  t.is(tokenIn('wecom', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1-2-3'), '1-2-3');
  for (const [platform, address] of [['wecom', 'https://oapi.dingtalk.com/robot/send?access_token=abc'], ['dingtalk', 'https://oapi.dingtalk.com/robot/send'], ['dingtalk', 'abc'], ['wecom', 'https://x.test/?key=1']] as const) t.is(tokenIn(platform, address), undefined, address);
});

test('eighteen of the twenty a minute are said, the next once the oldest is a minute old; a robot that rests rests', (t) => {
  const seventeen = Array.from({ length: 17 }, (_, second) => at(second));
  t.deepEqual(nextTurn(seventeen, 20, null, at(20)), at(20));
  t.deepEqual(nextTurn([...seventeen, at(17)], 20, null, at(20)), at(60), 'the first of them was at 0');
  t.deepEqual(nextTurn([...seventeen, at(17)], 20, null, at(61)), at(61));
  t.deepEqual(nextTurn([], 20, at(600), at(20)), at(600));
});
