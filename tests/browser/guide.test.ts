/** Nobody signed in reads what an administrator published; the administrator writes a department's page, publishes it, and takes it back. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paste, press, sees, type, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';

const told = house(['9101']);
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

told('a visitor finds a department by what hurts, reads it in English labels, in large type, and can call somebody', async (t, { visitor, picture }) => {
  const page = await visitor('/guide');
  await sees(page, '青禾市第一人民医院');
  t.deepEqual((await page.$$eval('a[href^=tel]', (links) => links.map((link) => link.getAttribute('href')))), ['tel:099912320', 'tel:120']);
  const fits = () => page.evaluate(`document.documentElement.scrollWidth <= innerWidth`);
  t.true(await fits(), 'no wider than the phone');
  await picture(page, 'guide');
  await type(page, 'input[type=search]', ['胸痛']);
  await until(page, 'one department', async () => (await page.$$('li a')).length === 1);
  await press(page, '心血管内科');
  await sees(page, '乘 3、4 号电梯到 8 层');
  await sees(page, '就诊指南');
  await picture(page, 'guide-department');
  t.is(await page.title(), '来院指南 · 移动医护');
  await press(page, 'English');
  await sees(page, 'Visit guide');
  await sees(page, 'About the department');
  await press(page, 'Large text');
  await until(page, 'large type', async () => (await page.evaluate(`getComputedStyle(document.querySelector('main')).fontSize`)) === '24px');
  t.true(await fits(), 'in large type too');
  await picture(page, 'guide-large-english');
  await page.reload();
  await sees(page, 'Visit guide');
  await press(page, 'Visitor guide');
  await sees(page, 'Find a department');
  t.is((await page.cookies()).length, 0, 'a visitor leaves without a cookie');
  await page.goto(`${new URL(page.url()).origin}/guide/department/MEDR`);
  await sees(page, 'no longer published');
  t.is(await page.$eval('html', (node) => node.querySelectorAll('[aria-hidden] svg').length), 0);
});

told('the department form: what is typed stays, is saved, seen with its differences, published, and withdrawn', async (t, { as, visitor, picture }) => {
  const page = await as('9101', '/desk/directory-places');
  await page.waitForSelector('.el-tree-node');
  await picture(page, 'places');
  const drawer = '.el-drawer';
  const openForm = async (name: string): Promise<void> => {
    await until(page, name, async () => {
      const nodes = await page.$$('.el-tree-node__content');
      for (const node of nodes) if ((await node.evaluate((each) => (each as unknown as { innerText: string }).innerText)).includes(name)) return node.click().then(() => true);
      return false;
    });
    await sees(page, '患者看到的页面', drawer);
  };
  await openForm('血液内科');
  await sees(page, '还没有公开', drawer);
  await page.waitForSelector(`${drawer} input[placeholder="如：住院楼 8 层"]`);
  await type(page, `${drawer} input[placeholder="如：住院楼 8 层"]`, ['住院楼 12 层']);
  await paste(page, `${drawer} textarea`, '诊治贫血、白血病和淋巴瘤。');
  await sees(page, '先保存，再公开', drawer);
  // A picture is added while the texts are not saved: what is typed stays.
  const file = join(tmpdir(), `血液内科门诊-${process.pid}.png`);
  await writeFile(file, png);
  t.notRegex(await wordsOn(page, drawer), /Choose File|No file/);
  await ((await page.$(`${drawer} input[type=file]`)) as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
  await page.waitForSelector(`${drawer} figure img`);
  t.is(await page.$eval(`${drawer} textarea`, (field) => (field as unknown as { value: string }).value), '诊治贫血、白血病和淋巴瘤。');
  await picture(page, 'department-form');
  await press(page, '保存', `${drawer} footer`);
  await until(page, 'the drawer is closed', async () => !(await wordsOn(page, drawer)).includes('患者看到的页面'));

  await openForm('血液内科');
  await sees(page, '诊治贫血、白血病和淋巴瘤。', `${drawer} .publication`);
  await press(page, '公开给患者', drawer);
  await sees(page, '与现在保存的内容一致', drawer);
  await page.$eval(`${drawer} .publication`, (node) => (node as unknown as { scrollIntoView(): void }).scrollIntoView());
  await picture(page, 'department-published');

  const outside = await visitor('/guide/department/HEMA');
  await sees(outside, '诊治贫血、白血病和淋巴瘤。');
  await sees(outside, '住院楼 12 层');
  await outside.waitForSelector('figure img');
  await picture(outside, 'guide-hema');

  await press(page, '取消公开', `${drawer} .publication`);
  await press(page, '取消公开', '.el-message-box');
  await sees(page, '还没有公开', drawer);
  await outside.reload();
  await sees(outside, '不再公开');
});
