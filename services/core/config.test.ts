import test from 'ava';
import { z } from 'zod';
import { SettingsProblem, defineSettings, describeSettings, flag, readSettings, variableName } from './config.ts';

const groups = {
  door: defineSettings({
    title: '门',
    prefix: '',
    schema: z.object({
      port: z.coerce.number().int().min(1).max(65_535).default(3000).describe('端口'),
      mode: z.enum(['calm', 'brisk']).default('calm'),
      address: z.url().optional(),
      demo: flag(false),
    }),
  }),
  friend: defineSettings({ title: '对方', prefix: 'FRIEND_', onlyWith: 'clientId', schema: z.object({ clientId: z.string(), clientSecret: z.string().min(1) }), meanings: { clientSecret: '密钥' } }),
};

test('what is not set has its default, and a group without its key is off', (t) => {
  const read = readSettings({ FRIEND_CLIENT_ID: '' }, groups);
  t.deepEqual(read.door, { port: 3000, mode: 'calm', demo: false });
  t.is(read.friend, undefined);
});

test('values are read from text', (t) => {
  const { door, friend } = readSettings({ PORT: '80', DEMO: 'on', FRIEND_CLIENT_ID: 'a', FRIEND_CLIENT_SECRET: 'b' }, groups);
  t.deepEqual([door.port, door.demo, friend?.clientSecret], [80, true, 'b']);
});

test('every problem is told at once, by variable and in words', (t) => {
  const env = { PORT: '70000', MODE: 'wild', ADDRESS: 'nowhere', DEMO: 'maybe', FRIEND_CLIENT_ID: 'a' };
  const problem = t.throws(() => readSettings(env, groups), { instanceOf: SettingsProblem });
  t.deepEqual(problem?.problems, [
    'PORT: 不能大于 65535',
    'MODE: 只能填 calm、brisk 之一',
    'ADDRESS: 要填完整的网址（如 https://…）',
    'DEMO: 只能填 0、1、true、yes、on、false、no、off 之一',
    'FRIEND_CLIENT_SECRET: 还没有填',
  ]);
  t.true(problem?.message.includes('docs/settings.md'));
});

test('no number, no port', (t) => {
  t.deepEqual(t.throws(() => readSettings({ PORT: 'three' }, groups), { instanceOf: SettingsProblem })?.problems, ['PORT: 要填数字']);
});

test('a group describes itself', (t) => {
  t.deepEqual(describeSettings(groups.friend), [
    { variable: 'FRIEND_CLIENT_ID', fallback: '', meaning: '', required: true },
    { variable: 'FRIEND_CLIENT_SECRET', fallback: '', meaning: '密钥', required: true },
  ]);
  t.deepEqual(describeSettings(groups.door)[0], { variable: 'PORT', fallback: '3000', meaning: '端口', required: false });
  t.is(variableName('WECOM_', 'aesKey'), 'WECOM_AES_KEY');
});
