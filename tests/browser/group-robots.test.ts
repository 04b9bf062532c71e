/** The desk where a ward's robots are kept: added by their address, tried, and refused with the reason. */
import { press, sees, type } from './support/hands.ts';
import { house } from './support/house.ts';
import { wide } from './support/touch.ts';

const told = house(['1004', '1005']);

told('a head nurse adds her group’s robot, tries it, and reads what is wrong with a sign', async (t, { w, as, picture }) => {
  await fetch(`${w.emulator.origin}/_emu/dingtalk/group-robots`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: 'abc', secret: 'SECgood' }) });
  const desk = await as('1004', '/desk/group-robots');
  await sees(desk, '还没有群机器人');
  await type(desk, 'input[placeholder="心内一病区护理群"]', ['护理群']);
  await type(desk, 'input[placeholder="从群设置里整条复制"]', ['https://example.test/abc']);
  await press(desk, '添加');
  await sees(desk, '这不是钉钉群机器人的地址');
  await type(desk, 'input[placeholder="从群设置里整条复制"]', ['']);
  await desk.$eval('input[placeholder="从群设置里整条复制"]', (field) => Object.assign(field, { value: '' }));
  await type(desk, 'input[placeholder="从群设置里整条复制"]', ['https://oapi.dingtalk.com/robot/send?access_token=abc']);
  await type(desk, 'input[placeholder="安全设置选“加签”时显示的 SEC…"]', ['SECbad']);
  await press(desk, '添加');
  await sees(desk, /心内科一病区 · 护理群[\s\S]*钉钉（加签）[\s\S]*未测试/u);
  await press(desk, '发一条测试');
  await sees(desk, '钉钉没有接受：加签密钥不对');
  await sees(desk, '平台不接受');
  await picture(desk, 'robots-refused');
  t.true(await wide(desk));
  await press(desk, '停用');
  await press(desk, '停用', '.el-message-box');
  await sees(desk, '还没有群机器人');
  const nurse = await as('1005', '/desk/critical-values');
  await sees(nurse, '危急值登记本');
  t.notRegex(await nurse.evaluate('document.body.innerText') as string, /病区群机器人|护士站大屏/u, 'who keeps no ward is not offered it');
});
