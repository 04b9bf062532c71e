/** The phone page where one keeps the own number, and the desk where texts and calls are looked after. */
import test from 'ava';
import { simulatedKey, simulatedTelephone, simulatedTemplates } from '../../services/links/telephony/simulator.ts';
import { press, sees, type } from './support/hands.ts';
import { house } from './support/house.ts';
import { PHONE } from './support/journeys.ts';
import { wide } from './support/touch.ts';
import { potassium } from '../kit/world.ts';

const clock = { now: (): number => Date.parse('2026-11-19T14:00:00Z') };
const telephone = await simulatedTelephone(() => clock.now());
test.after.always(() => telephone.stop());
const told = house(['9101', '1001'], {
  SMS_VENDOR: 'aliyun', SMS_URL: telephone.url, SMS_KEY_ID: simulatedKey.keyId, SMS_SECRET: simulatedKey.secret, SMS_SIGN_NAME: simulatedTemplates.signName, SMS_TEMPLATE: simulatedTemplates.urgent, SMS_CODE_TEMPLATE: simulatedTemplates.code,
});

told('a doctor keeps the own number on the phone by a code; the desk sees who has one, tries it and reads why a vendor refuses', async (t, { w, as, picture }) => {
  clock.now = () => w.now().getTime();
  const phone = await as('1001', '/m/me', PHONE);
  await sees(phone, /手机号[\s\S]*没有登记/u);
  await press(phone, '登记手机号');
  await type(phone, 'input[autocomplete=tel]', ['13911112222']);
  await press(phone, '获取验证码');
  await sees(phone, '登记这个号码');
  await type(phone, 'form.proof input[autocomplete=one-time-code]', [String(telephone.said.at(-1)?.params['code'])]);
  await picture(phone, 'urging-own-code');
  await press(phone, '登记这个号码');
  await sees(phone, /手机号\s*本人登记\s*139\*\*\*\*2222/u);
  await picture(phone, 'urging-own');
  t.true(await wide(phone));
  t.notRegex(await phone.evaluate('document.body.innerText') as string, /13911112222/u);

  const desk = await as('9101', '/desk/urging');
  await sees(desk, /短信\s*阿里云，从第 2 级起[\s\S]*还没有提醒过谁[\s\S]*登记了手机号的 1 人/u);
  await press(desk, '发到我的手机试试');
  await sees(desk, '您还没有登记手机号');
  await w.hospital.database.prisma.staffAccount.deleteMany({ where: { staffNumber: '1001' } });
  telephone.mood = { code: 'isv.SMS_TEMPLATE_ILLEGAL' };
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  await desk.reload();
  await sees(desk, /李静\s*短信\s*卡片送不到\s*平台没有接受\s*短信模板没有通过审核（isv\.SMS_TEMPLATE_ILLEGAL）/u);
  await picture(desk, 'urging-desk');
  t.true(await wide(desk));
});
