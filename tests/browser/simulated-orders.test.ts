/** The demonstration with its simulated hospital at work: a doctor orders a test in the phone, and the hospital takes it by its own number. */
import { press, sees, type } from './support/hands.ts';
import { journeys } from './support/journeys.ts';
import { phoneOn } from './support/phone.ts';

const journey = journeys({ SIMULATED_HOSPITAL_ON: '1', SIMULATED_HOSPITAL_HISTORY_PER_SECOND: '20' });

journey('a test ordered in the phone is an order of the simulated hospital’s HIS', async (t, stage) => {
  t.timeout(240_000);
  const page = await stage.open(`${stage.emulator}/?d=1001&w=2001`);
  const phone = phoneOn(page, 'dingtalk');
  const app = await phone.openApp();
  await press(app, '在院患者', '.ways');
  await press(app, '12床');
  await press(app, '申请检验检查');
  await type(app, 'input[type=search]', ['djz']);
  await sees(app, '电解质', '.picker');
  await press(app, '电解质', '.picker');
  await press(app, '下一步');
  await press(app, '确认申请 1 项');
  await sees(app, /医院已接收，申请单号 YZ26110001P001/u);
  await sees(app, /医院已接收，申请单号 YZ26110001P001，执行中/u);
  await press(app, '撤回', 'article');
  await type(app, 'article input', ['开错了']);
  await press(app, '确认撤回');
  await sees(app, '已撤回', 'article');
});
