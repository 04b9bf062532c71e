/** The first page a visitor sees: the laboratory at a press, its log, and what the interface answers. */
import { paste, press, sees, type } from './support/hands.ts';
import { journeys } from './support/journeys.ts';
import { phoneOn } from './support/phone.ts';

const journey = journeys();

journey('the address alone leads to the demonstration; a critical value is sent and told in the log', async (t, stage) => {
  const page = await stage.open(stage.url);
  await sees(page, '五步看完一个闭环');
  t.is(new URL(page.url()).pathname, '/demo');
  await sees(page, '还没有动静', '.log');
  await press(page, '给 12 床发一个危急血钾');
  await sees(page, '已发出');
  await sees(page, /卡片已送到 李静 的钉钉[\s\S]*通知管床医生：李医生[\s\S]*收到检验结果，判为危急值[\s\S]*收到检验报告：王\*\*，1 项结果/u, '.log');
  t.is(await page.$eval('.steps a', (link) => link.getAttribute('href')), `${stage.emulator}/?d=1001&w=2001`);
});

journey('another bed and value; the phone of its doctor is one press away', async (_t, stage) => {
  const page = await stage.open(`${stage.url}/demo`);
  // What happened before moves everything below it when it comes in.
  await sees(page, /还没有动静|收到检验/u, '.log');
  await press(page, '换一个床位或项目');
  const beds = await page.$$eval('.lab-form select:first-of-type option', (options) => options.map((option) => option.textContent ?? ''));
  await page.select('.lab-form select', String(beds.findIndex((bed) => bed.includes('普外科一病区 15床'))));
  await press(page, '由检验科发出');
  await sees(page, '应答 AA');
  const href = await page.$eval('.lab-form a', (link) => link.getAttribute('href') ?? '');
  const phone = phoneOn(await stage.open(href), 'wecom');
  await phone.openChat();
  await phone.sees('血糖 1.9 mmol/L');
});

journey('HL7 as somebody typed it: taken, wrong, refused, each with its reason', async (_t, stage) => {
  const page = await stage.open(`${stage.url}/demo`);
  await sees(page, /还没有动静|收到检验/u, '.log');
  await press(page, '发送一条自己的 HL7 消息');
  await press(page, '发送这条 HL7');
  await sees(page, 'AA 已接收', '.lab-form');
  const header = 'MSH|^~\\&|LIS|LAB|WARDLINE|HIS|20261121||ORU^R01|X1|P|2.5.1';
  for (const [text, answer] of [[header, /X1：AE 内容有误，.*PID/u], ['你好', /AR 拒收，.*MSH/u], [header.replace('ORU^R01', 'ZZZ^Z01'), /AR 拒收，.*消息类型/u]] as const) {
    await paste(page, '.lab-form textarea', text);
    await press(page, '发送这条 HL7');
    await sees(page, answer, '.lab-form');
  }
});

journey('real results run through with their progress, where the data is', async (t, stage) => {
  const page = await stage.open(`${stage.url}/demo`);
  await sees(page, '再试试别的');
  if (!(await page.$$eval('summary', (nodes) => nodes.some((node) => (node.textContent ?? '').includes('回放真实结果'))))) {
    t.log('the real data is not on this machine: skipped');
    return;
  }
  await press(page, '回放真实结果');
  await page.$$eval('.lab-form input[max="6000"]', (fields) => fields.forEach((field) => Object.assign(field, { value: '' })));
  await type(page, '.lab-form input[max="6000"]', ['20']);
  await press(page, '开始回放');
  await sees(page, '已发 20 / 20 份 · 已接收 20');
});
