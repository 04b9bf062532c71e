/** The screen of a nurse station: let in by a code, shows its ward and nothing else, without names. */
import anyTest, { type TestFn } from 'ava';
import { browserAt } from '../kit/browser.ts';
import { type World, admit, patientIn, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

interface Shown { readonly ward: string; readonly values: readonly { readonly key: string; readonly bed: string; readonly what: string; readonly isOpen: boolean; readonly isOverdue: boolean; readonly who: string }[] }
type Screen = ReturnType<typeof browserAt>;

const screenAt = (w: World): Screen => browserAt(w.url, () => w.now().getTime());
const codeFor = async (w: World, staff: string, draft: Record<string, string>): Promise<{ status: number; code: string }> => {
  const answer = await (await w.signIn(staff))('POST', '/ward-screens', draft);
  return { status: answer.status, code: (answer.data as { code?: string } | undefined)?.code ?? '' };
};
const paired = async (w: World, shows = 'class'): Promise<Screen> => {
  const screen = screenAt(w);
  const { code } = await codeFor(w, '1004', { ward: 'CARD1', name: `大屏 ${shows}`, shows });
  const { status } = await screen.call('POST', '/ward-screen/pair', { code: `${code.slice(0, 4)} ${code.slice(4).toLowerCase()}` });
  if (status !== 200) throw new Error(`pairing: ${status}`);
  return screen;
};
const board = async (screen: Screen): Promise<Shown> => (await screen.call('GET', '/ward-screen')).data as Shown;

test.serial('a head nurse puts it up for her own ward; a code works once and for ten minutes; nobody without it sees anything', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  t.is((await codeFor(w, '2001', { ward: 'CARD1', name: '外人' })).status, 403, 'no duty');
  t.is((await codeFor(w, '2004', { ward: 'CARD1', name: '外人' })).status, 403, 'head nurse of another department');
  t.is((await codeFor(w, '9102', { ward: 'CARD1', name: '外人' })).status, 403, 'the security administrator');
  const { status, code } = await codeFor(w, '1004', { ward: 'CARD1', name: '护士站' });
  t.is(status, 200);
  const [screen, other] = [screenAt(w), screenAt(w)];
  t.is((await screen.call('GET', '/ward-screen')).status, 401);
  t.is((await screen.call('POST', '/ward-screen/pair', { code: 'AAAA2222' })).error.code, 'ward-screens.code');
  t.is((await screen.call('POST', '/ward-screen/pair', { code })).status, 200);
  t.is((await other.call('POST', '/ward-screen/pair', { code })).error.code, 'ward-screens.code', 'once');
  t.like(await board(screen), { ward: '心内科一病区', values: [] });
  const kept = JSON.stringify(await prisma.wardScreen.findMany());
  t.false(kept.includes(code), 'only the digest is kept');
  const late = await codeFor(w, '1004', { ward: 'CARD1', name: '晚了' });
  w.tick(11 * 60_000);
  t.is((await other.call('POST', '/ward-screen/pair', { code: late.code })).error.code, 'ward-screens.code');
  const nurse = await w.signIn('1004');
  const { screens } = (await nurse('GET', '/ward-screens')).data as { screens: { id: string; name: string; isSilent: boolean }[] };
  t.deepEqual(screens.map(({ name, isSilent }) => [name, isSilent]), [['护士站', true]], 'silent for eleven minutes; what was never paired is gone');
  t.is((await nurse('POST', '/ward-screens/end', { id: screens[0]?.id })).status, 200);
  t.is((await screen.call('GET', '/ward-screen')).status, 401, 'ended at once');
});

test.serial('it opens its own route and no other, and a person’s session does not open it', async ({ context: { w }, ...t }) => {
  const screen = await paired(w);
  for (const path of ['/tasks', '/critical-values', '/patients?kind=inpatient', '/ward-screens', '/me']) t.is((await screen.call('GET', path)).status, 401, path);
  const nurse = await w.signIn('1004');
  t.is((await nurse('GET', '/ward-screen')).status, 401);
});

test.serial('bed, kind of item, since when and who has it, no name and no value; another ward’s is not there; treated and discharged are gone; patients are on record once', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const screen = await paired(w);
  const inside = await paired(w, 'value');
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.laboratorySends('GSUR1-9', [potassium('7.3')]);
  await w.settle();
  const first = await screen.call('GET', '/ward-screen');
  const { values } = first.data as Shown;
  t.like(values, [{ bed: '12床', what: '电解质', isOpen: true, isOverdue: false, who: '等待 李医生 确认' }]);
  t.is(values.length, 1);
  t.notRegex(JSON.stringify(first.data), /王|7\.1|血钾|P000001/u);
  t.is((await board(inside)).values[0]?.what, '血钾 7.1 mmol/L ↑↑');
  await w.pass(5);
  t.is((await board(screen)).values[0]?.who, '等待 李医生、王医生 确认');
  t.is((await board(screen)).values[0]?.key, values[0]?.key, 'the same one');
  await w.pass(26);
  t.like((await board(screen)).values[0], { isOverdue: true });
  const looks = await prisma.audit.findMany({ where: { act: 'ward-screens.show', outcome: 'allowed', patients: { isEmpty: false } } });
  t.deepEqual(looks.map(({ actor }) => actor.startsWith('link:screen-')), [true, true], 'one row a screen, however often it asks');
  await w.press('dingtalk', '1002', 'acknowledge');
  t.like((await board(screen)).values[0], { isOpen: false, who: '王医生 22:42 已接手' });
  await w.press('dingtalk', '1002', 'dispose', { choice: 'order-given' });
  t.deepEqual((await board(screen)).values, []);
  await w.laboratorySends('CARD1-3', [potassium('7.2')]);
  await w.settle();
  t.is((await board(screen)).values.length, 1);
  const { number } = await prisma.visit.findFirstOrThrow({ where: { wardCode: 'CARD1', bed: '3' } });
  t.is(await admit(w, { event: 'A02', patient: patientIn('CARD1-3'), visit: { number, ward: 'ICU1', bed: '9', attending: { number: '1301', name: '欧阳海' } } }), 'AA');
  await w.settle();
  t.deepEqual((await board(screen)).values, [], 'she is on the other ward’s screen now');
});

test.serial('codes cannot be tried for long', async ({ context: { w }, ...t }) => {
  const screen = screenAt(w);
  const seen = new Set<number>();
  for (let tries = 0; tries < 12; tries++) seen.add((await screen.call('POST', '/ward-screen/pair', { code: `BBBB22${10 + tries}` })).status);
  t.true(seen.has(429));
});
