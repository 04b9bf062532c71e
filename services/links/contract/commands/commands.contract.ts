/** What every adapter of the command port keeps, with or without a wire. */
import type { TestFn } from 'ava';
import type { HospitalCommands } from '../port.ts';
import { commandExamples } from './examples.ts';
import type { SimulatedHospital } from './simulated-hospital.ts';

export interface Opened {
  readonly commands: HospitalCommands;
  readonly hospital: SimulatedHospital;
}

export function commandsContract(test: TestFn, name: string, open: (release: (close: () => Promise<void>) => void) => Promise<Opened>): void {
  test(`${name}: every kind is taken as it was sent`, async (t) => {
    const { commands, hospital } = await open((close) => t.teardown(close));
    for (const each of commandExamples) t.like(await commands.send(each), { key: each.key, state: 'accepted' });
    t.deepEqual(hospital.executed, [...commandExamples]);
  });

  test(`${name}: the same key is done once and has the first answer; its status is that answer`, async (t) => {
    const { commands, hospital } = await open((close) => t.teardown(close));
    const [asked] = commandExamples;
    if (asked === undefined) return t.fail();
    t.is(await commands.status(asked.key), undefined);
    hospital.mood = 'refuses';
    const first = await commands.send(asked);
    t.deepEqual([first.state, first.message], ['refused', '这张申请已经关闭']);
    hospital.mood = 'accepts';
    t.deepEqual(await commands.send(asked), first);
    t.deepEqual(await commands.status(asked.key), first);
    return t.is(hospital.executed.length, 1);
  });

  test(`${name}: what waits for a person there is pending until decided`, async (t) => {
    const { commands, hospital } = await open((close) => t.teardown(close));
    const [asked] = commandExamples;
    if (asked === undefined) return t.fail();
    hospital.mood = 'pending';
    t.is((await commands.send(asked)).state, 'pending');
    hospital.decide(asked.key, 'accepted');
    t.is((await commands.status(asked.key))?.state, 'accepted');
    return t.true((await commands.checkUp()).ok);
  });
}
