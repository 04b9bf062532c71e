/** A screen of a nurse station that nobody hears any more is told to whoever keeps it. */
import anyTest, { type TestFn } from 'ava';
import { browserAt } from '../kit/browser.ts';
import { type World, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

async function paired(w: World): Promise<ReturnType<typeof browserAt>> {
  const screen = browserAt(w.url, () => w.now().getTime());
  const { data } = await (await w.signIn('1004'))('POST', '/ward-screens', { ward: 'CARD1', name: '护士站' });
  const { status } = await screen.call('POST', '/ward-screen/pair', { code: (data as { code: string }).code });
  if (status !== 200) throw new Error(`pairing: ${status}`);
  return screen;
}

test.serial('a screen that went silent: at night nobody is woken for a device, at once while a value has nobody; one more when it is back; by day it is told as it is', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const screen = await paired(w);
  const watch = async (minutes: number): Promise<void> => {
    w.tick(minutes * 60_000);
    await w.hospital.service.tick('ward-screens.watch');
    await w.settle();
  };
  const told = async (): Promise<string[]> => (await w.cards('dingtalk', '1004')).map(({ raw, title }) => JSON.stringify([title, raw])).filter((card) => card.includes('护士站大屏'));
  const hour = (): number => (w.now().getUTCHours() + 8) % 24;
  while (hour() < 22) w.tick(3_600_000);
  await screen.call('GET', '/ward-screen');
  await watch(4);
  t.deepEqual(await told(), [], 'after ten at night nothing waits: a device');
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  await watch(1);
  const [first] = await told();
  t.is((await told()).length, 1);
  t.regex(first ?? '', /没有响应[\s\S]*1 条还没有人接手/u);
  t.notRegex(first ?? '', /7\.1|血钾|12床/u, 'a device, no patient');
  await watch(1);
  t.is((await told()).length, 1, 'once');
  await screen.call('GET', '/ward-screen');
  await watch(0);
  t.is((await told()).length, 2);
  t.true((await told()).every((card) => card.includes('已恢复')), 'the first has turned, too');
  await prisma.criticalValue.deleteMany();
  while (hour() !== 9) w.tick(3_600_000);
  await screen.call('GET', '/ward-screen');
  await watch(4);
  t.is((await told()).length, 3, 'by day it is told without any value');
  const nurse = await w.signIn('1004');
  const { screens } = (await nurse('GET', '/ward-screens')).data as { screens: { id: string }[] };
  await nurse('POST', '/ward-screens/end', { id: screens[0]?.id });
  await watch(1);
  t.is((await told()).length, 3, 'who takes it down knows it');
});
