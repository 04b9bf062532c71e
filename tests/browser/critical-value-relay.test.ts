/** A value that was taken: handed on from the page and taken over there; what is missing is said where it is; spoken and heard. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { potassium } from '../kit/world.ts';
import { sees, type, until } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, touch, wide } from './support/touch.ts';

const told = house(['1001', '1002', '1003'], {});

told('a colleague is found by pinyin and asked, says yes on her page, and the disposal is hers to write: without a choice it says so at the field, with a voice that the head hears', async (t, { w, as, picture }) => {
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const { id } = await w.hospital.database.prisma.criticalValue.findFirstOrThrow();
  const path = (staff: string): string => `/m/critical-values/${w.hospital.ids.seal(id, `staff:${staff}`)}`;
  await w.press('dingtalk', '1001', 'acknowledge');

  const li = await as('1001', path('1001'), touch);
  await sees(li, '记录处置');
  await tap(li, '转交给同事');
  await sees(li, '由谁接手？');
  await picture(li, 'relay-sheet');
  await tap(li, '换人');
  await type(li, 'input[aria-label="找医生"]', ['chenzhiyuan']);
  await sees(li, '陈志远', '.whose');
  await picture(li, 'relay-search');
  await tap(li, '陈志远', '.whose');
  await tap(li, '其他', 'fieldset');
  await tap(li, '请陈志远接手');
  await sees(li, '选“其他”时请写明原因');
  await tap(li, '要上手术或操作');
  await tap(li, '请陈志远接手');
  await sees(li, '李医生转陈医生（要上手术或操作）');
  await picture(li, 'relaying');
  t.true(await wide(li));
  await w.settle();

  const chen = await as('1003', path('1003'), touch);
  await sees(chen, '李静请您接手');
  await picture(chen, 'relayed-to-me');
  t.true(await wide(chen));
  await tap(chen, '接手，我来处理');
  await sees(chen, '您 22:0');
  await sees(li, '陈医生 22:0');
  await until(li, 'the form is gone', async () => (await li.$$('form.disposal')).length === 0);
  await picture(li, 'relayed-away');

  await tap(chen, '保存处置，去签名');
  await sees(chen, '还没有选：请至少勾一项');
  await until(chen, 'what is missing is in view', async () => (await chen.evaluate(`(() => { const at = document.querySelector('.missing').getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; })()`)) === true);
  await picture(chen, 'disposal-missing');
  await tap(chen, '已下医嘱处理');

  const heard = listen(chen);
  // Nobody was asked for the microphone yet, and headless says no by itself.
  await tap(chen, '录一段语音');
  await sees(chen, '没有麦克风权限');
  await picture(chen, 'voice-denied');
  const page = join(tmpdir(), 'no-recording.m4a');
  await writeFile(page, `<html>${'x'.repeat(400)}</html>`);
  const [chooser] = await Promise.all([chen.waitForFileChooser(), tap(chen, '上传录音文件')]);
  await chooser.accept([page]);
  await sees(chen, '这不是能识别的录音文件');
  await picture(chen, 'voice-no-recording');
  t.is(await chen.$eval('input[type=checkbox]:checked', (box) => (box as unknown as { value: string }).value), 'order-given', 'what was ticked is still ticked');
  await tap(chen, '不要了');

  await chen.browserContext().overridePermissions(new URL(chen.url()).origin, ['microphone']);
  await tap(chen, '录一段语音');
  await sees(chen, '正在录音');
  await until(chen, 'two seconds passed', async () => Number(await chen.$eval('.recording b', (shown) => parseInt(shown.textContent ?? '', 10))) >= 2);
  await picture(chen, 'voice-recording');
  await tap(chen, '停止，保留这段');
  await sees(chen, '听语音');
  await picture(chen, 'voice-kept');
  t.true(await wide(chen));
  await chen.reload();
  await sees(chen, '接着上次没发完的内容');
  await sees(chen, '听语音', '.voice');
  await tap(chen, '保存处置，去签名');
  await sees(chen, '已下医嘱处理', '.facts');
  await tap(chen, '听语音', '.facts');
  await until(chen, 'it sounds', async () => (await chen.evaluate(`(() => { const audio = document.querySelector('.facts audio'); return audio !== null && audio.error === null && audio.readyState >= 2; })()`)) === true);
  await picture(chen, 'voice-played');
  t.is(await w.hospital.database.prisma.audit.count({ where: { act: 'critical-values.voice', outcome: 'allowed' } }), 1);
  t.deepEqual(heard.foreign, []);
});
