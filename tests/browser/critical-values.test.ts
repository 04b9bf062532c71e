/** What people do with a value on its page besides yes: reading back, saying no, the nurse's and the laboratory's part. */
import { potassium } from '../kit/world.ts';
import { sees, type, until } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, touch, wide } from './support/touch.ts';

const told = house(['1001', '1002', '1004', '3001'], { CRITICAL_VALUES_READ_BACK: 'true' });

told('read back wrongly, not now to a colleague, taken by her with a ready sentence; the nurse adds her part; the laboratory opens it again', async (t, { w, as, picture }) => {
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const { id } = await w.hospital.database.prisma.criticalValue.findFirstOrThrow();
  const path = (staff: string): string => `/m/critical-values/${w.hospital.ids.seal(id, `staff:${staff}`)}`;

  const li = await as('1001', path('1001'), touch);
  const heard = listen(li);
  await sees(li, '复述结果数值');
  await type(li, '.back input', ['7.7']);
  await tap(li, '确认收到，我来处理');
  await sees(li, '复述的数值与结果不一致');
  await picture(li, 'take-read-back');
  await tap(li, '现在无法处理');
  await tap(li, '立即通知下一级');
  await sees(li, '请先选原因');
  await tap(li, '正在抢救');
  await type(li, 'input[aria-label="找医生"]', ['王建国']);
  await tap(li, '王建国', '.whose');
  await picture(li, 'decline');
  await tap(li, '转给王建国');
  await sees(li, '已转王医生');
  await picture(li, 'declined');
  t.true(await wide(li));

  const wang = await as('1002', path('1002'), touch);
  await sees(wang, /李医生转给您：现在无法处理/u);
  await type(wang, '.back input', ['7.1']);
  await tap(wang, '确认收到，我来处理');
  await sees(wang, '记录处置');
  await tap(wang, '10%葡萄糖酸钙10ml缓慢静推');
  await tap(wang, '急查心电图，心电监护');
  await tap(wang, '已下医嘱处理');
  await picture(wang, 'dispose-templates');
  await tap(wang, '保存处置，去签名');
  await sees(wang, /10%葡萄糖酸钙10ml缓慢静推；急查心电图/u);

  // Nobody told her by name; from her workspace she finds her ward's.
  const nurse = await as('1004', '/m/me', touch);
  await tap(nurse, '我的工作', '.van-tabbar');
  await tap(nurse, '看科室的危急值');
  await tap(nurse, '12床', '.rows');
  await sees(nurse, '护士记录');
  await tap(nurse, '已执行医嘱');
  await tap(nurse, '已加强观察或监护');
  await picture(nurse, 'nurse');
  await tap(nurse, '保存护士记录');
  await sees(nurse, '已执行医嘱、已加强观察或监护', '.facts');
  await sees(nurse, '已保存');

  const laboratory = await as('3001', path('3001'), touch);
  await tap(laboratory, '重新打开，再次通知');
  await tap(laboratory, '重新打开并通知');
  await sees(laboratory, '请写明原因');
  await type(laboratory, '.panel textarea', ['复检 7.2，仍危急']);
  await tap(laboratory, '重新打开并通知');
  await sees(laboratory, /检验科重新打开：复检 7\.2，仍危急/u);
  await sees(laboratory, '之前的处置：已下医嘱处理');
  await picture(laboratory, 'reopened');
  await tap(laboratory, '撤销这条危急值');
  await tap(laboratory, '撤销，通知所有人');
  await sees(laboratory, /撤销：检验科撤回结果/u);
  // What was refused, and calls whose time the jumping clock made old.
  t.deepEqual(heard, { errors: heard.errors.filter((line) => /\b(?:422|409)\b/.test(line)), foreign: [] });
});

told('by hand: what is missing is said, two identifiers and the telephone, and the doctor has it; the month’s numbers with chart and departments', async (t, { w, as, picture }) => {
  const technician = await as('3001', '/m/critical-values/by-hand', touch);
  await sees(technician, '手工上报危急值');
  await tap(technician, '上报并立即通知');
  await sees(technician, '请填齐患者编号');
  await type(technician, '.panel .line input', ['P000002', '李桂兰', '抗酸染色', '阳性（3+）']);
  await tap(technician, '已电话报告');
  await type(technician, '.panel .line input[placeholder="如 心内科一病区 周护士"]', ['周护士']);
  const fields = await technician.$$('.panel .line input');
  await fields.at(-1)?.type('阳性');
  await picture(technician, 'by-hand');
  t.true(await wide(technician));
  await tap(technician, '上报并立即通知');
  await sees(technician, '已上报：抗酸染色 阳性（3+）');
  await w.settle();
  t.true(JSON.stringify(await w.card('dingtalk', '1001')).includes('手工上报'));
  const desk = await as('3001', '/desk/critical-indicators');
  await sees(desk, /指标 32 · 住院当日处置率[\s\S]*各科室[\s\S]*心血管内科/u);
  await until(desk, 'the chart', async () => (await desk.$$('.chart svg')).length === 1);
  await picture(desk, 'indicators');
  t.true(await wide(desk));
});
