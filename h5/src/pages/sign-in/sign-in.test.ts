import test from 'ava';
import { containerOf, safeReturn } from '../../app/container.ts';
import { failureWords, goesOnByItself, wecomStart } from './sign-in.ts';

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';

test('the app that holds the page is known by its User-Agent, DingTalk for PC by its frame', (t) => {
  t.is(containerOf(`${iPhone} AliApp(DingTalk/7.6.15) DingTalk/7.6.15`), 'dingtalk');
  t.is(containerOf(`${iPhone} wxwork/4.1.30 MicroMessenger/7.0.1`), 'wecom');
  t.is(containerOf(`${iPhone} MicroMessenger/8.0.50`), 'browser');
  t.is(containerOf('Mozilla/5.0 (Windows NT 10.0) Chrome/120', '{"containerId":"7","hostVersion":"7.6"}'), 'dingtalk');
});

test('sign-in leads back to our own pages only', (t) => {
  t.is(safeReturn('/m/critical-values/1?x=1'), '/m/critical-values/1?x=1');
  for (const bad of [undefined, '', 'https://evil.test', '//evil.test', '/\\evil.test', 'm', ['/m'], '/m/sign-in?returnTo=/m']) t.is(safeReturn(bad), '/m');
});

test('the way back is part of the start, and every failure has a sentence', (t) => {
  t.is(wecomStart('/m/critical-values/1'), '/api/sign-in/wecom/start?returnTo=%2Fm%2Fcritical-values%2F1');
  t.is(failureWords(undefined), undefined);
  for (const code of ['expired', 'core.unknown-person', 'whatever']) t.regex(failureWords(code) ?? '', /[。]$/);
});

test('an idle session goes on by itself where somebody sits; one that was taken over or ended waits for a press', (t) => {
  t.true(goesOnByItself(undefined, false));
  for (const why of ['core.session-idle', 'core.session-expired']) {
    t.true(goesOnByItself(why, true));
    t.false(goesOnByItself(why, false));
  }
  for (const why of ['core.session-replaced', 'core.session-ended', 'core.session-moved']) t.false(goesOnByItself(why, true));
  for (const why of ['core.session-idle', 'core.session-replaced', 'core.session-moved']) t.regex(failureWords(why) ?? '', /。$/);
});
