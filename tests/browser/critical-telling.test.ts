/** The desk where the medical office says who is told together. */
import { press, pressAt, sees, type } from './support/hands.ts';
import { house } from './support/house.ts';
import { wide } from './support/touch.ts';

const told = house(['9001', '1001']);

told('the medical office adds a rule, sees who it would be at night, saves with a reason; the history names who', async (t, { as, picture }) => {
  const desk = await as('9001', '/desk/critical-telling');
  await sees(desk, '没有规则：第一级只通知管床医生');
  await press(desk, '添加规则');
  await sees(desk, '除管床医生外，同时通知');
  await press(desk, '值班医生', '.el-dialog');
  await press(desk, '科主任', '.el-dialog');
  await picture(desk, 'telling-rule');
  await press(desk, '放进规则表');
  await sees(desk, /还没有保存：[\s\S]*新增\s*所有科室，全天，所有来源：同时通知值班医生、科主任/u);
  await pressAt(desk, '.filters .find');
  await sees(desk, '心内科一病区', '.el-select-dropdown');
  await desk.waitForFunction(`[...document.querySelectorAll('.el-select-dropdown__item')].some((item) => item.getClientRects().length > 0 && item.innerText.includes('心内科一病区'))`);
  await desk.evaluate(`[...document.querySelectorAll('.el-select-dropdown__item')].find((item) => item.getClientRects().length > 0 && item.innerText.includes('心内科一病区')).click()`);
  await press(desk, '试看');
  await sees(desk, /现行规则：[\s\S]*没有规则符合，只通知管床医生[\s\S]*修改后：[\s\S]*值班医生：\S+（\d+）[\s\S]*科主任：/u);
  await picture(desk, 'telling-try');
  t.true(await wide(desk));
  await press(desk, '保存…');
  await sees(desk, '从下一条危急值起生效');
  await type(desk, 'input[placeholder="如：心内科要求夜间同时通知责任护士"]', ['全院试行']);
  await press(desk, '保存，从下一条起生效', '.el-dialog');
  await sees(desk, /修改记录[\s\S]*邓国栋 全院试行[\s\S]*新增\s*所有科室/u);
  await picture(desk, 'telling-saved');
  const doctor = await as('1001', '/desk/critical-values');
  await sees(doctor, '危急值登记本');
  t.notRegex(await doctor.evaluate('document.body.innerText') as string, /危急值同时通知/u, 'who keeps no plan is not offered it');
});
