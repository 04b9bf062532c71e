import test from 'ava';
import { SettingsProblem, readSettings } from '../core/config.ts';
import { groups } from '../settings.ts';
import { isDemo, withDemo } from './environment.ts';

test('nothing set: the demonstration, complete', (t) => {
  const { service, dingtalk, wecom, laboratory } = readSettings(withDemo({}), groups);
  t.true(service.demo);
  t.truthy(dingtalk && wecom && laboratory);
});

test('DEMO=0 starts without any platform and without a laboratory', (t) => {
  const read = readSettings(withDemo({ DEMO: '0' }), groups);
  t.false(read.service.demo);
  t.deepEqual([read.dingtalk, read.wecom, read.laboratory], [undefined, undefined, undefined]);
});

test('a real tenant is never mixed with the emulator unless somebody asks for it', (t) => {
  const real = { WECOM_CORP_ID: 'ww1', WECOM_SECRET: 's', WECOM_AGENT_ID: '1', WECOM_TOKEN: 't', WECOM_AES_KEY: 'a'.repeat(43) };
  t.false(isDemo(real));
  const { service, wecom, dingtalk } = readSettings(withDemo(real), groups);
  t.false(service.demo);
  t.is(dingtalk, undefined);
  t.false(JSON.stringify(wecom).includes('127.0.0.1'));
  t.true(isDemo({ ...real, DEMO: '1' }));
  t.true(isDemo({ WECOM_CORP_ID: '' }));
});

test('every problem of every group is told at once', (t) => {
  const env = { DEMO: '0', PORT: '-1', MLLP_PORT: 'x', DATABASE_URL: 'mysql://h', CRITICAL_VALUES_LADDER_MINUTES: '5,4,15,30', WECOM_CORP_ID: 'ww1' };
  const problem = t.throws(() => readSettings(env, groups), { instanceOf: SettingsProblem });
  const variables = new Set(problem?.problems.map((line) => line.split(':')[0]));
  for (const variable of ['PORT', 'MLLP_PORT', 'DATABASE_URL', 'CRITICAL_VALUES_LADDER_MINUTES', 'WECOM_SECRET']) t.true(variables.has(variable), variable);
});

test('pages may be given with a slash at the end', (t) => {
  t.is(readSettings({ DEMO: '0', PAGES_URL: 'https://h.example/' }, groups).service.pagesUrl, 'https://h.example');
});
