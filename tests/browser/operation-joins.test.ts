/** IT's page of operations' numbers that messages joined: seen, parted, joined again. */
import { schedule } from '../../services/links/hl7/samples.ts';
import { press, sees, type, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { PHONE } from './support/journeys.ts';

const told = house(['9101']);

told('a wrong joining is looked at, parted with a second factor and joined again', async (t, { w, as, code, picture }) => {
  const patients = { wang: { id: 'P000001', name: '王德顺', sex: 'M', birth: '19590312' }, chen: { id: 'P000003', name: '陈桂英', sex: 'F', birth: '19530921' } } as const;
  let sent = 0;
  const list = async (whose: keyof typeof patients, order: string, number: string, room: string): Promise<void> => {
    const at = new Date(w.now().getTime() + (sent += 1) * 1000);
    t.is(await w.sends(schedule({ event: 'S12', at, controlId: `OJB-${sent}`, application: 'ORIS', patients: [patients[whose]], number, order, kind: '手术', status: 'Booked', from: new Date(w.now().getTime() + 20 * 3_600_000), service: { id: '51.2300', text: '腹腔镜胆囊切除术', system: 'I9CM3' }, place: { ward: 'ANES', room, type: 'OR' } })), 'AA');
  };
  const page = await as('9101', '/desk/operation-joins');
  await sees(page, '没有合并的手术号');
  await list('wang', 'SQ-1', 'OR-1', '第1手术间');
  await list('chen', 'SQ-2', 'OR-2', '第2手术间');
  await list('chen', 'SQ-2', 'OR-1', '第2手术间');
  await press(page, '查询');
  await sees(page, 'OJB-3');
  await type(page, 'input[aria-label="手术号"]', ['OR-1']);
  await press(page, '查询');
  await until(page, 'two joins of this number', async () => (await page.$$('.el-table__body .el-table__row')).length === 2);
  t.notRegex(await wordsOn(page), /王德顺|陈桂英|胆囊/, 'nobody in it');
  await picture(page, 'operation-joins');
  const row = '.el-table__row:has(td:nth-child(2) b)';
  await press(page, '分开', `${row}:nth-child(1)`);
  await type(page, '.el-message-box input', ['厂商把申请号写错了']);
  await picture(page, 'operation-joins-confirm');
  await w.pass(11);
  await press(page, '分开', '.el-message-box__btns');
  await sees(page, '请再次确认是您本人');
  await type(page, 'dialog input', [await code()]);
  await sees(page, '已分开，各是一台手术');
  await press(page, '已分开的');
  await sees(page, '厂商把申请号写错了');
  await press(page, '重新合并', '.el-table__row');
  await type(page, '.el-message-box input', ['核对后确是同一台']);
  await press(page, '合并', '.el-message-box__btns');
  await sees(page, '已重新合并成一台手术');
  await sees(page, '没有分开过');
  await press(page, '合并的');
  await sees(page, '重新合并：核对后确是同一台');
  for (const size of [PHONE, { width: 1280, height: 800 }]) {
    await page.setViewport(size);
    t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    await picture(page, `operation-joins-${size.width}`);
  }
});
