/** Two presses at once: one wins, the other is told who did and sees today's card. A press on an old card likewise. */
import anyTest, { type TestFn } from 'ava';
import { admission, result } from '../../services/links/hl7/samples.ts';
import { type World, potassium, world } from '../kit/world.ts';
import { takeOn, valueOf } from './support/doctors.ts';
import { type EmulatorDoor, type PlatformName, type Seen, emulatorAt } from './support/emulator.ts';

const test = anyTest as TestFn;

/** 李静 has DingTalk, 刘洋 (duty doctor of the surgeons) WeCom. */
const first = { platform: 'dingtalk', user: '1001', called: '李医生' } as const;
const second = { platform: 'wecom', user: '2002', called: '刘医生' } as const;
type Person = typeof first | typeof second;

/** A patient of the surgeons whose attending doctor is on the other platform, so that both are told. */
async function value(w: World, serial: number): Promise<void> {
  const patient = { id: `P-RACE-${serial}`, name: '竞速', sex: 'M', birth: '19600101' } as const;
  const visit = { number: `V-RACE-${serial}`, ward: 'GSUR1', department: 'GSUR', bed: String(100 + serial), attending: { number: '1001', name: '李静' } };
  await w.sends(admission({ at: w.now(), patient, visit }));
  await w.sends(result({ at: w.now(), patient, filler: `RACE-${serial}`, items: [potassium('7.1')] }));
  await w.settle();
  // The duty doctor after five minutes.
  await w.pass(5);
}

async function newest(emulator: EmulatorDoor, { platform, user }: { platform: PlatformName; user: string }) {
  const [message] = (await emulator.inbox(platform, user)).filter(({ kind, recalled }) => kind === 'card' && !recalled);
  if (message === undefined) throw new Error(`${user} holds no card`);
  return message;
}

async function valueHeld({ hospital }: World, emulator: EmulatorDoor, person: Person): Promise<string> {
  return valueOf(hospital.ids, { message: await newest(emulator, person), staff: person.user });
}

async function press(emulator: EmulatorDoor, person: Person, stale = false): Promise<Seen> {
  const message = await newest(emulator, person);
  const button = takeOn({ message }) ?? 'acknowledge';
  return emulator.press({ platform: person.platform, user: person.user, message: message.id, button, stale });
}

async function acknowledgements(w: World, id: string): Promise<string[]> {
  const facts = await w.hospital.database.prisma.fact.findMany({ where: { name: 'critical-values.acknowledged', subject: id } });
  return facts.map((fact) => fact.actor);
}

const shown = (seen: unknown): string => JSON.stringify(seen);

test('two people on two platforms press at once: one fact, the other reads who has it', async (t) => {
  const w = await world(t);
  const emulator = emulatorAt(w.emulator.origin);
  const winners = new Set<string>();
  for (let serial = 0; serial < 5; serial++) {
    await value(w, serial);
    const id = await valueHeld(w, emulator, first);
    t.is(await valueHeld(w, emulator, second), id);
    // Who begins changes, so that either may win. (Five values: after half an hour the first would be reminded of.)
    const order = serial % 2 === 0 ? [first, second] : [second, first];
    await Promise.all(order.map((person) => press(emulator, person)));
    const [actor, ...more] = await acknowledgements(w, id);
    t.deepEqual(more, [], 'exactly one acknowledgement');
    const winner = actor === 'staff:1001' ? first : second;
    const loser = winner === first ? second : first;
    winners.add(winner.user);
    await w.settle();
    const [his, theirs] = [await newest(emulator, winner), await newest(emulator, loser)];
    t.true(shown(his).includes('已确认') && takeOn({ message: his }) === undefined);
    t.true(shown(theirs).includes(winner.called), `${loser.user} reads who has it`);
    t.is(takeOn({ message: theirs }), undefined, 'and has nothing left to press');
    const refused = await w.hospital.database.prisma.audit.findMany({ where: { subject: id, outcome: 'refused' } });
    t.deepEqual(refused.map(({ actor: by, reason }) => [by, reason]), [[`staff:${loser.user}`, 'critical-values.already-acknowledged']]);
  }
  t.log(`won by ${[...winners].join(', ')}`);
});

test('the same person presses twice at once: one acknowledgement, and the card asks for what comes next', async (t) => {
  const w = await world(t);
  const emulator = emulatorAt(w.emulator.origin);
  for (const [serial, person] of [first, second].entries()) {
    await value(w, serial);
    const id = await valueHeld(w, emulator, person);
    await Promise.all([press(emulator, person), press(emulator, person)]);
    t.deepEqual(await acknowledgements(w, id), [`staff:${person.user}`]);
    await w.settle();
    const card = await newest(emulator, person);
    t.true(shown(card).includes('已确认'));
    t.is(takeOn({ message: card }), undefined);
    t.regex(shown(card.buttons), /dispose|处置/, person.platform);
  }
});

test('a press on an old card, by whoever holds one, is answered with the card of today', async (t) => {
  const w = await world(t);
  const emulator = emulatorAt(w.emulator.origin);
  for (const [winner, loser, serial] of [[first, second, 1], [second, first, 2]] as const) {
    await value(w, serial);
    const id = await valueHeld(w, emulator, loser);
    await press(emulator, winner);
    // His phone has not heard of it: the card was not drawn anew, and he presses the button that he still sees.
    const seen = await press(emulator, loser, true);
    t.deepEqual(await acknowledgements(w, id), [`staff:${winner.user}`]);
    const card = await newest(emulator, loser);
    t.true(shown([seen, card]).includes(winner.called), `${loser.platform}: names who has it`);
    t.is(takeOn({ message: card }), undefined, `${loser.platform}: the button is gone before any refresh`);
  }
});
