import test from 'ava';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wecomTenant } from '../tenant.ts';
import { ask, fieldsOf, lastHeard, passiveReply, startProduct, startWorld } from './kit.ts';
import type { World } from './kit.ts';

const { agentId } = wecomTenant;
const { corpId } = wecomTenant;
let world: World;
let serial = 0;
test.beforeEach(async () => {
  world = await startWorld();
});
test.afterEach.always(() => world.close());

const greenReply = '<xml><MsgType><![CDATA[update_button]]></MsgType><Button><ReplaceName><![CDATA[已确认]]></ReplaceName></Button></xml>';

/** A fresh card in the inbox of `1001`. */
async function card(more: object = {}, touser = 'li.yi'): Promise<{ id: string; code: string; task: string }> {
  const task = `c-${(serial += 1)}`;
  const answer = await world.sendCard(ask(task, more), touser);
  return { id: String(answer['msgid']), code: String(answer['response_code']), task };
}

test.serial('the address is checked on first use, and only then', async (t) => {
  const { id } = await card();
  t.is(world.product.checks, 0);
  await world.press('wecom', '1001', id, 'acknowledge');
  await world.press('wecom', '1001', id, 'acknowledge');
  t.is(world.product.checks, 1);
});

test.serial('saving an address checks it, and a wrong answer is not saved', async (t) => {
  const silent = createServer((_request, response) => response.end('"quoted"'));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const refused = await world.post<{ error: string }>('/_emu/wecom/app', { callbackUrl: url });
  t.regex(refused.error, /another text/);
  const other = await startProduct();
  t.deepEqual(await world.post('/_emu/wecom/app', { callbackUrl: other.url }), { ok: true });
  t.is(other.checks, 1);
  silent.close();
  await other.stop();
});

test.serial('a press is an encrypted, signed template_card_event', async (t) => {
  const { id, task } = await card();
  await world.press('wecom', '1001', id, 'acknowledge');
  const [event] = world.product.heard;
  t.true(event?.signatureHolds);
  t.is(event?.receiveId, corpId);
  t.regex(event?.body ?? '', /^<xml><ToUserName><!\[CDATA\[wwemu0000000000001\]\]><\/ToUserName><AgentID><!\[CDATA\[1000002\]\]><\/AgentID><Encrypt>/);
  const fields = event && fieldsOf(event);
  t.like(fields, { FromUserName: 'li.yi', Event: 'template_card_event', EventKey: 'acknowledge', TaskId: task, CardType: 'button_interaction', AgentID: '1000002' });
  t.truthy(fields?.['ResponseCode']);
});

test.serial('update_button greys the clicker\'s copy only', async (t) => {
  const { id } = await card({}, 'li.yi|zhao.san');
  world.product.answer = () => ({ body: passiveReply(greenReply) });
  const seen = await world.press('wecom', '1001', id, 'acknowledge');
  t.deepEqual(seen.message?.buttons, [{ id: 'replaced', label: '已确认', disabled: true }]);
  t.is((await world.inbox('wecom', '2001'))[0]?.buttons.length, 2);
});

test.serial('update_template_card in PascalCase replaces the clicker\'s card', async (t) => {
  const { id } = await card();
  const xml = '<xml><MsgType><![CDATA[update_template_card]]></MsgType><TemplateCard><CardType><![CDATA[button_interaction]]></CardType>' +
    '<Source><Desc><![CDATA[危急值]]></Desc><DescColor>3</DescColor></Source>' +
    '<MainTitle><Title><![CDATA[12床 王**]]></Title><Desc><![CDATA[李医生 02:14 已确认]]></Desc></MainTitle>' +
    '<HorizontalContentList><KeyName><![CDATA[上次]]></KeyName><Value><![CDATA[4.8]]></Value></HorizontalContentList>' +
    '<CardAction><Type>1</Type><Url><![CDATA[http://localhost:3000/m/critical-values/1]]></Url></CardAction>' +
    '<ButtonList><Text><![CDATA[登记处置]]></Text><Style>1</Style><Key><![CDATA[dispose]]></Key></ButtonList>' +
    '<ButtonList><Text><![CDATA[转交]]></Text><Style>2</Style><Key><![CDATA[hand-over]]></Key></ButtonList></TemplateCard></xml>';
  world.product.answer = () => ({ body: passiveReply(xml) });
  const seen = await world.press('wecom', '1001', id, 'acknowledge');
  t.deepEqual(seen.message?.buttons.map((each) => each.id), ['dispose', 'hand-over']);
  t.deepEqual(seen.message?.fields, [{ label: '上次', value: '4.8' }]);
  t.is(seen.message?.look['sourceColor'], '3');
});

for (const [name, body] of Object.entries({
  'a wrong signature': passiveReply(greenReply, { signature: 'f'.repeat(40) }),
  'another receiveId': passiveReply(greenReply, { id: 'wwother' }),
  'a missing time stamp tag': passiveReply(greenReply, { tag: 'Time' }),
  'snake case in TemplateCard': passiveReply('<xml><MsgType>update_template_card</MsgType><TemplateCard><card_type>text_notice</card_type></TemplateCard></xml>'),
  'a lower-case button tag': passiveReply('<xml><MsgType>update_button</MsgType><button><ReplaceName>x</ReplaceName></button></xml>'),
})) {
  test.serial(`a passive reply with ${name} changes nothing`, async (t) => {
    const { id } = await card();
    world.product.answer = () => ({ body });
    const seen = await world.press('wecom', '1001', id, 'acknowledge');
    t.is(seen.message?.buttons.length, 2);
    t.truthy(seen.toast);
  });
}

test.serial('Timestamp instead of TimeStamp is taken', async (t) => {
  const { id } = await card();
  world.product.answer = () => ({ body: passiveReply(greenReply, { tag: 'Timestamp' }) });
  t.is((await world.press('wecom', '1001', id, 'acknowledge')).message?.buttons[0]?.label, '已确认');
});

test.serial('no answer in 5 s: three attempts, same plain text, fresh nonce and signature', async (t) => {
  const { id } = await card();
  const waiting = new Set<() => void>();
  world.product.answer = () => new Promise((resolve) => void waiting.add(() => resolve({})));
  const pressed = world.press('wecom', '1001', id, 'acknowledge');
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    while (world.product.heard.length < attempt) await world.advance(500);
    await world.advance(5_000);
  }
  const seen = await pressed;
  for (const free of waiting) free();
  const { heard } = world.product;
  t.is(seen.toast, '应用没有响应，请稍后再试');
  t.is(heard.length, 3);
  t.is(new Set(heard.map((each) => each.plain)).size, 1);
  t.is(new Set(heard.map((each) => each.query.get('nonce'))).size, 3);
  t.is(new Set(heard.map((each) => each.query.get('msg_signature'))).size, 3);
  t.true(heard.every((each) => each.signatureHolds));
});

test.serial('another status than 200 ends it, or is retried with the switch', async (t) => {
  const { id } = await card();
  world.product.answer = () => ({ status: 500 });
  await world.press('wecom', '1001', id, 'acknowledge');
  t.is(world.product.heard.length, 1);
  await world.fault({ platform: 'wecom', kind: 'retryOnNon200' });
  const pressed = world.press('wecom', '1001', id, 'acknowledge');
  while (world.product.heard.length < 4) await world.advance(500);
  await pressed;
  t.is(world.product.heard.length, 4);
});

test.serial('fault switches spoil the callback: signature, receiveId, XML, size, clock', async (t) => {
  const { id } = await card();
  const pressWith = async (kind: string, more: object = {}): Promise<(typeof world.product.heard)[number] | undefined> => {
    await world.fault({ platform: 'wecom', kind, count: 1, route: 'callback', ...more });
    await world.press('wecom', '1001', id, 'acknowledge');
    return world.product.heard.at(-1);
  };
  await world.press('wecom', '1001', id, 'acknowledge');
  t.false((await pressWith('badSignature'))?.signatureHolds);
  t.is((await pressWith('wrongReceiveId'))?.receiveId, 'wwsomebodyelse0001');
  t.false((await pressWith('malformedXml'))?.body.endsWith('</xml>'));
  t.true(((await pressWith('hugeBody'))?.body.length ?? 0) > 1_000_000);
  const skewed = await pressWith('clockSkew', { ms: -3_600_000 });
  t.true(Number(skewed?.query.get('timestamp')) < Date.now() / 1_000 - 3_000);
});

test.serial('fault switch duplicate sends the same plain text again', async (t) => {
  const { id } = await card();
  await world.fault({ platform: 'wecom', kind: 'duplicate', count: 1, times: 2, ms: 1_000 });
  await world.press('wecom', '1001', id, 'acknowledge');
  while (world.product.heard.length < 3) await world.advance(1_000);
  t.is(new Set(world.product.heard.map((each) => each.plain)).size, 1);
});

test.serial('a response_code works once, for 72 h, for everybody or some', async (t) => {
  const update = (body: object): Promise<{ errcode: number }> => world.call('POST', 'message/update_template_card', { agentid: agentId, button: { replace_name: '已处理' }, ...body });
  const { id, code } = await card({}, 'li.yi|zhao.san');
  const some = await update({ response_code: code, userids: ['LI.YI', 'Stranger'] });
  t.like(some, { errcode: 0, invaliduser: ['stranger'] });
  t.is((await world.inbox('wecom', '1001'))[0]?.buttons[0]?.label, '已处理');
  t.is((await world.inbox('wecom', '2001'))[0]?.buttons.length, 2);
  t.is((await update({ response_code: code, atall: 1 })).errcode, 60_140, 'used');
  await world.press('wecom', '2001', id, 'acknowledge');
  const fresh = String(fieldsOf(lastHeard(world.product))['ResponseCode']);
  t.is((await update({ response_code: fresh, atall: 1 })).errcode, 0, 'every press brings a new one');
  t.is((await world.inbox('wecom', '2001'))[0]?.buttons[0]?.label, '已处理');
  const late = await card();
  await world.advance(72 * 3_600_000);
  t.is((await update({ response_code: late.code, atall: 1 })).errcode, 60_140, 'too old');
});

test.serial('a template card may replace another of any type and needs nobody to press', async (t) => {
  const { id, code } = await card();
  const template_card = { card_type: 'text_notice', main_title: { title: '已关闭' }, card_action: { type: 1, url: 'http://localhost:3000/' } };
  t.is((await world.call('POST', 'message/update_template_card', { agentid: agentId, response_code: code, userids: ['li.yi'], template_card })).errcode, 0);
  const [message] = await world.inbox('wecom', '1001');
  t.is(message?.id, id);
  t.is(message?.title, '已关闭');
  t.deepEqual(message?.buttons, []);
});

test.serial('a broken update does not use the code up', async (t) => {
  const { code } = await card();
  const update = async (body: object): Promise<number> => (await world.call('POST', 'message/update_template_card', { agentid: agentId, response_code: code, ...body })).errcode;
  t.is(await update({ userids: ['li.yi'], template_card: { card_type: 'text_notice', main_title: { title: '无链接' } } }), 42_045);
  t.is(await update({ button: { replace_name: '谁' } }), 40_058, 'nobody named');
  t.is(await update({ userids: ['li.yi'], button: { replace_name: '已处理' } }), 0);
});

test.serial('votes and selects come back as SelectedItems', async (t) => {
  const options = [{ id: 'a', text: '静推钙剂' }, { id: 'b', text: '复查' }, { id: 'c', text: '透析' }];
  const vote = await card({
    card_type: 'vote_interaction', button_list: undefined, submit_button: { text: '提交', key: 'go' },
    checkbox: { question_key: 'measures', mode: 1, option_list: options },
  });
  t.is((await world.press('wecom', '1001', vote.id, 'go')).toast, '请先选择');
  const seen = await world.press('wecom', '1001', vote.id, 'go', { measures: ['a', 'c'] });
  t.deepEqual(seen.message?.inputs[0]?.value, ['a', 'c']);
  const items = fieldsOf(lastHeard(world.product))['SelectedItems'];
  t.deepEqual(items, { SelectedItem: { QuestionKey: 'measures', OptionIds: { OptionId: ['a', 'c'] } } });
  const select = await card({ button_selection: { question_key: 'q', title: '转给', option_list: options } });
  await world.press('wecom', '1001', select.id, 'hand-over', { q: 'b' });
  t.deepEqual(fieldsOf(lastHeard(world.product))['SelectedItems'], { SelectedItem: { QuestionKey: 'q', OptionIds: { OptionId: 'b' } } });
  const strange = await world.press('wecom', '1001', select.id, 'hand-over', { q: 'z' }) as { code?: string };
  t.is(strange.code, 'not-an-option');
});

test.serial('the corner menu comes back as template_card_menu_event without selections', async (t) => {
  const { id } = await card({ action_menu: { desc: '更多', action_list: [{ text: '不再提醒', key: 'mute' }] } });
  await world.press('wecom', '1001', id, 'menu:mute');
  const fields = fieldsOf(lastHeard(world.product));
  t.like(fields, { Event: 'template_card_menu_event', EventKey: 'mute' });
});

test.serial('a typed line is a text message and its passive reply a new one', async (t) => {
  const text = '<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[12床 今日无危急值]]></Content></xml>';
  world.product.answer = () => ({ body: passiveReply(text) });
  const seen = await world.say('wecom', '1001', '12床 <钾> & ]]> 结果');
  t.like(fieldsOf(lastHeard(world.product)), { MsgType: 'text', FromUserName: 'li.yi', Content: '12床 <钾> & ]]> 结果' });
  t.is(seen.replies?.[0]?.text, '12床 今日无危急值');
  const inbox = await world.inbox('wecom', '1001');
  t.deepEqual(inbox.map((each) => each.kind), ['text', 'mine']);
});

test.serial('opening the chat is enter_agent; somebody leaving is change_contact by sys', async (t) => {
  await world.post('/_emu/wecom/enter', { user: '1001' });
  t.like(fieldsOf(lastHeard(world.product)), { Event: 'enter_agent', FromUserName: 'li.yi' });
  const leaver = { staffNumber: '1002', name: '王二', role: 'doctor', departmentCode: 'XXNK1', departmentName: '心内科一病区', platform: 'wecom', userid: 'wang.er', active: false };
  await world.post('/_emu/people', leaver);
  while (world.product.heard.length < 2) await world.get('/_emu/health');
  t.like(fieldsOf(lastHeard(world.product)), { FromUserName: 'sys', Event: 'change_contact', ChangeType: 'delete_user', UserID: 'wang.er' });
  t.is((await world.call('POST', 'message/send', { touser: 'wang.er', msgtype: 'text', agentid: agentId, text: { content: 'x' } })).errcode, 81_013);
});
