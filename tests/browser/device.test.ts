/** What stays on a phone: nothing clinical in any storage, and nothing to be seen again after sign-out. */
import type { Page } from 'puppeteer-core';
import { press, sees, type, until, wordsOn } from './support/hands.ts';
import { PHONE, journeys } from './support/journeys.ts';

const journey = journeys();
const clinical = /血钾|黄志强|葡萄糖|急性胰腺炎|199\d{8}|9901|P0000/u;

/** Everything a page can leave on a device, as text. */
function left(page: Page): Promise<string> {
  return page.evaluate(`(async () => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), await indexedDB.databases(), await caches.keys(), document.cookie]))()`) as Promise<string>;
}

journey('a half-written disposal lies on the phone unreadable, comes back, and is gone with the person; back shows nothing', async (t, stage) => {
  await stage.reports('GSUR1-9');
  const page = await stage.open(`${stage.url}/m/critical-values`, PHONE);
  await press(page, '用企业微信登录');
  await press(page, '张伟');
  await sees(page, '血钾 7.1 mmol/L');
  await press(page, '血钾 7.1 mmol/L');
  await press(page, '确认收到');
  await sees(page, '记录处置');
  await type(page, '.note textarea', ['葡萄糖酸钙 10ml 静推']);
  await until(page, 'the draft is kept', async () => (await left(page)).includes('wardline:draft:2001'));
  t.notRegex(await left(page), clinical);

  await page.reload();
  await sees(page, '接着上次没发完的内容');
  await page.goto(`${stage.url}/m/me`);
  await press(page, '退出登录');
  await sees(page, '用企业微信登录');
  t.notRegex(await left(page), /wardline:draft/);
  t.notRegex(await left(page), clinical);
  for (let step = 0; step < 3; step++) {
    await page.goBack().catch(() => null);
    // Our own page asks who it is; further back is the platform's, which knows no patient.
    await sees(page, /登录/);
    t.notRegex(await wordsOn(page), clinical);
  }
});
