/** A value that was taken is handed on: the other says yes, no, or nothing; a head does it for somebody who is gone; two presses at once. */
import anyTest, { type TestFn } from 'ava';
import { type PlatformName, type World, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

interface Side {
  readonly platform: PlatformName;
  readonly bed: string;
  readonly attending: string;
  readonly called: string;
  readonly duty: string;
  readonly dutyCalled: string;
  readonly head: string;
  readonly headCalled: string;
  readonly pinyin: string;
}
const sides: readonly Side[] = [
  { platform: 'dingtalk', bed: 'CARD1-12', attending: '1001', called: '李医生', duty: '1002', dutyCalled: '王医生', head: '1003', headCalled: '陈医生', pinyin: 'czy' },
  { platform: 'wecom', bed: 'GSUR1-9', attending: '2001', called: '张医生', duty: '2002', dutyCalled: '刘医生', head: '2003', headCalled: '黄医生', pinyin: 'hjp' },
];

interface Shown {
  readonly clinical: string;
  readonly heldBy: { readonly number: string } | null;
  readonly deeds: readonly string[];
  readonly relayTo: readonly { readonly number: string; readonly what: string }[];
  readonly ladder: readonly { readonly people: readonly string[] }[];
  readonly timeline: readonly { readonly what: string }[];
  readonly items: readonly { readonly id: string }[];
}

/** Reported and taken by the attending doctor. */
async function taken(w: World, { platform, bed, attending }: Side, value: string): Promise<string> {
  if ((await w.laboratorySends(bed, [potassium(value)])) !== 'AA') throw new Error('refused');
  await w.settle();
  const { id } = await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await w.press(platform, attending, 'acknowledge');
  return id;
}
async function reads(w: World, platform: PlatformName, staff: string): Promise<string> {
  const { title, text, fields, buttons, look } = await w.card(platform, staff);
  return JSON.stringify({ title, text, fields, buttons: buttons.map(({ label }) => label), look });
}
const labels = async (w: World, platform: PlatformName, staff: string): Promise<string[]> => (await w.card(platform, staff)).buttons.map(({ label }) => label);
const count = async (w: World, platform: PlatformName, staff: string): Promise<number> => (await w.cards(platform, staff)).length;
const clock = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
const after = (w: World, minutes: number): string => clock(new Date(w.now().getTime() + minutes * 60_000));

for (const side of sides) {
  const { platform, attending, called, duty, dutyCalled, head, headCalled, pinyin } = side;

  test.serial(`${platform}: a colleague who said no and is asked again has one card that asks; the earlier one says that there is a newer`, async ({ context: { w }, ...t }) => {
    const id = await taken(w, side, '7.3');
    await w.press(platform, attending, 'relay');
    await w.press(platform, duty, 'hand-back');
    await w.settle();
    const before = await w.cards(platform, duty);
    await w.press(platform, attending, 'relay');
    await w.settle();
    const now = await w.cards(platform, duty);
    t.is(now.length, before.length + 1);
    const asking = now.filter((card) => card.buttons.some(({ label }) => label.startsWith('接手')));
    t.is(asking.length, 1, 'one asks');
    t.is(now.filter((card) => JSON.stringify(card).includes('已有新的卡片')).length, 1, 'the earlier one says so');
    await w.press(platform, duty, 'take-over');
    t.like((await (await w.signIn(attending))('GET', `/critical-values/${id}`)).data, { heldBy: { number: duty } });
  });

  test.serial(`${platform}: a shift ends, one press hands it to whoever is on duty; until they take it the first has it, then their card asks for the disposal; on sheet, register and in the signed document`, async ({ context: { w }, ...t }) => {
    const id = await taken(w, side, '7.1');
    if (platform === 'wecom') {
      await w.press(platform, attending, 'dispose');
      t.regex(JSON.stringify(await w.card(platform, attending)), /怎么处理的？请先选一项/u, 'what is missing is said at the field');
    }
    const [now, until, treat] = [clock(w.now()), after(w, 10), after(w, 30)];
    t.deepEqual((await labels(w, platform, attending)).slice(0, 2), ['记录处置', '交班给值班医生']);
    const before = await count(w, platform, duty);
    await w.press(platform, attending, 'relay');
    t.is(await count(w, platform, duty), before + 1);
    t.true((await reads(w, platform, duty)).includes(`${called}因下班交班请您接手`));
    t.deepEqual((await labels(w, platform, duty)).slice(0, 2), ['接手，我来处理', '现在不能接手']);
    t.true((await reads(w, platform, attending)).includes(`已请${dutyCalled}接手`));
    t.deepEqual((await labels(w, platform, attending)).slice(0, 2), ['记录处置', '收回，还是我来处理']);
    const api = await w.signIn(attending);
    const other = await w.signIn(duty);
    t.like((await api('GET', `/critical-values/${id}`)).data, { heldBy: { number: attending }, clinical: 'acknowledged' });
    t.true(((await other('GET', '/tasks')).data as Shown).items.some((item) => item.id === id), 'in the work of whoever is asked');
    await w.pass(4);
    await w.press(platform, duty, 'take-over');
    t.true((await reads(w, platform, duty)).includes(`您 ${after(w, 0)} 已接手`));
    t.true((await reads(w, platform, duty)).includes(`${treat} 前需处置`), 'the time to treat did not begin anew');
    t.true((await reads(w, platform, attending)).includes(`${dutyCalled} ${after(w, 0)} 已接手`));
    t.false((await labels(w, platform, attending)).includes('记录处置'));
    t.like((await api('GET', `/critical-values/${id}`)).data, { heldBy: { number: duty } });
    t.like(await api('POST', `/critical-values/${id}/dispose`, { choices: ['observe'] }), { status: 409, error: { code: 'critical-values.relayed-away' } });
    await w.press(platform, duty, 'dispose', { choice: 'order-given' });
    t.is((await other('POST', '/signatures/enrol', { pin: '258147' })).status, 200);
    t.is((await other('POST', `/critical-values/${id}/sign`, { pin: '258147' })).status, 200);
    await w.settle();
    const { timeline } = (await other('GET', `/critical-values/${id}`)).data as Shown;
    for (const said of [`${called}请${dutyCalled}接手：下班交班`, `${dutyCalled}从${called}接手，等了 4分钟`]) t.true(timeline.some(({ what }) => what === said), said);
    const { document } = await w.hospital.database.prisma.signature.findFirstOrThrow({ where: { subject: id } });
    t.like((document as { relays: object[] }).relays[0], { from: attending, to: duty, reason: 'off-duty' });
    t.is((await other('GET', `/critical-values/${id}/sheet`)).status, 200);
    const register = (await other('GET', '/critical-values?message=relayed')).data as Shown;
    t.true(register.items.some((item) => item.id === id));
    t.regex(now, /^\d\d:\d\d$/u);
    t.regex(until, /^\d\d:\d\d$/u);
  });

  test.serial(`${platform}: nobody takes it in ten minutes: back with the first by a card, the duty doctor knows; said no to, it is back at once`, async ({ context: { w }, ...t }) => {
    const id = await taken(w, side, '7.2');
    const api = await w.signIn(attending);
    const found = (await api('GET', `/directory/search?text=${pinyin}&role=doctor`)).data as { people: { number: string }[] };
    t.deepEqual(found.people.map(({ number }) => number), [head], 'found by pinyin');
    const { relayTo } = (await api('GET', `/critical-values/${id}`)).data as Shown;
    t.deepEqual(relayTo.map(({ number, what }) => [number, what]), [[duty, '值班医生'], [head, '科主任']]);
    t.like(await api('POST', `/critical-values/${id}/relay`, { to: head, reason: 'other' }), { status: 422, error: { code: 'critical-values.relay-reason-missing' } });
    t.is((await api('POST', `/critical-values/${id}/relay`, { to: head, reason: 'operating' })).status, 200);
    t.deepEqual(((await api('GET', `/critical-values/${id}`)).data as Shown).ladder[0]?.people, [called], 'an offer is no step of the ladder');
    await w.settle();
    const [mine, theirs, held] = [await count(w, platform, attending), await count(w, platform, duty), await count(w, platform, head)];
    await w.pass(9);
    t.deepEqual([await count(w, platform, attending), await count(w, platform, duty)], [mine, theirs]);
    await w.pass(1);
    t.deepEqual([await count(w, platform, attending), await count(w, platform, duty), await count(w, platform, head)], [mine + 1, theirs + 1, held]);
    t.true((await reads(w, platform, attending)).includes(`${headCalled}到时未接手`));
    t.regex((await labels(w, platform, attending))[0] ?? '', /记录处置/u);
    t.true((await reads(w, platform, duty)).includes(called));
    t.false((await labels(w, platform, head)).includes('接手，我来处理'), 'the old card asks no more');
    t.true(((await api('GET', `/critical-values/${id}`)).data as Shown).timeline.some(({ what }) => what === `${headCalled}到时未接手，仍由${called}处理`));
    const chief = await w.signIn(head);
    t.like(await chief('POST', `/critical-values/${id}/take-over`, {}), { status: 409, error: { code: 'critical-values.relay-over' } });
    await w.press(platform, attending, 'relay');
    await w.press(platform, duty, 'hand-back');
    t.is(await count(w, platform, attending), mine + 2);
    t.true((await reads(w, platform, attending)).includes(`${dutyCalled}现在不能接手`));
    t.like((await api('GET', `/critical-values/${id}`)).data, { heldBy: { number: attending } });
    await w.press(platform, attending, 'dispose', { choice: 'order-given' });
  });

  test.serial(`${platform}: the taker is gone: the head hands it on with a reason, another doctor may not; the office may too; of a yes and a disposal at once one wins`, async ({ context: { w }, ...t }) => {
    const id = await taken(w, side, '7.3');
    const [first, second, chief, office] = [await w.signIn(attending), await w.signIn(duty), await w.signIn(head), await w.signIn('9001')];
    t.is((await second('POST', `/critical-values/${id}/relay`, { to: duty, reason: 'away' })).status, 403, 'sees it, and it is not theirs to hand on');
    t.is((await chief('POST', `/critical-values/${id}/relay`, { to: duty, reason: 'away', note: '已离院' })).status, 200);
    await w.settle();
    t.true((await reads(w, platform, attending)).includes(`${headCalled}代您请${dutyCalled}接手`));
    t.like(await office('POST', `/critical-values/${id}/relay`, { to: head, reason: 'away' }), { status: 409, error: { code: 'critical-values.relay-waits' } });
    t.is((await chief('POST', `/critical-values/${id}/hand-back`, {})).status, 200);
    t.is((await office('POST', `/critical-values/${id}/relay`, { to: duty, reason: 'away' })).status, 200);
    const answers = await Promise.all([second('POST', `/critical-values/${id}/take-over`, {}), first('POST', `/critical-values/${id}/dispose`, { choices: ['observe'] })]);
    t.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
    await w.settle();
    const shown = (await chief('GET', `/critical-values/${id}`)).data as Shown;
    t.is(shown.clinical, answers[0]?.status === 200 ? 'acknowledged' : 'disposed');
    t.is(shown.heldBy?.number, answers[0]?.status === 200 ? duty : attending);
    t.true(shown.timeline.some(({ what }) => what === `${headCalled}代${called}请${dutyCalled}接手：要离开医院`));
    const facts = await w.hospital.database.prisma.fact.findMany({ where: { subject: id, name: { in: ['critical-values.relay-taken', 'critical-values.disposed'] } } });
    t.is(facts.length, 1, 'one winner');
  });
}

test.serial('indicators count what was handed on and taken', async ({ context: { w }, ...t }) => {
  const range = `from=${encodeURIComponent('2026-11-01T00:00:00Z')}&until=${encodeURIComponent('2026-12-01T00:00:00Z')}`;
  const { all } = (await (await w.signIn('3001'))('GET', `/critical-indicators?${range}`)).data as { all: { relays: { numerator: number; denominator: number } } };
  const offers = await w.hospital.database.prisma.fact.count({ where: { name: 'critical-values.relay-offered' } });
  const yes = await w.hospital.database.prisma.fact.count({ where: { name: 'critical-values.relay-taken' } });
  t.deepEqual(all.relays, { numerator: yes, denominator: offers });
  t.true(yes >= 2 && offers > yes);
});
