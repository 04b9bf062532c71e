import test from 'ava';
import * as fc from 'fast-check';
import { type Stamp, type Stamps, settle, stampOf } from './registers.ts';

interface Row {
  readonly ward: string | null;
  readonly bed: string | null;
  readonly nurse: string | null;
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 2, minute));
const master = (minute: number, controlId = 'M1', sent = minute): Stamp => stampOf({ master: true, asOf: at(minute), sentAt: at(sent), controlId });
const mention = (minute: number): Stamp => stampOf({ master: false, asOf: at(minute), controlId: 'R1' });

interface State {
  readonly row: Partial<Row>;
  readonly stamps: Stamps;
}
const take = ({ row, stamps }: State, [said, stamp]: readonly [Partial<Row>, Stamp]): State => {
  const settled = settle<Partial<Row>>(row, stamps, said, stamp);
  return { row: { ...row, ...settled.changes }, stamps: settled.stamps };
};
const none: State = { row: {}, stamps: {} };

test('the later holds, the earlier fills only what nobody told, not said is not none', (t) => {
  const late = [{ ward: 'ICU1', bed: null }, master(20)] as const;
  const early = [{ ward: 'CARD1', bed: '12', nurse: '2001' }, master(10)] as const;
  for (const order of [[late, early], [early, late]]) t.deepEqual(order.reduce(take, none).row, { ward: 'ICU1', bed: null, nurse: '2001' });
});

test('a mention never moves what the master said, however late, and holds until the master speaks', (t) => {
  const said = [{ ward: 'CARD1' }, master(10)] as const;
  const mentioned = [{ ward: 'GSUR1', bed: '3' }, mention(50)] as const;
  t.deepEqual(take(none, mentioned).row, { ward: 'GSUR1', bed: '3' });
  for (const order of [[said, mentioned], [mentioned, said]]) t.deepEqual(order.reduce(take, none).row, { ward: 'CARD1', bed: '3' });
});

test('equal times: when it was said, then the number as people count it', (t) => {
  t.true(master(10, 'M1', 12) > master(10, 'M2', 11));
  t.true(master(10, 'M10') > master(10, 'M9'));
});

test('what is known already changes nothing but its stamp', (t) => {
  const known = take(none, [{ ward: 'CARD1' }, master(10)]);
  const again = settle<Partial<Row>>(known.row, known.stamps, { ward: 'CARD1' }, master(11));
  t.deepEqual(again.changes, {});
  t.is(take({ row: known.row, stamps: again.stamps }, [{ ward: 'ICU1' }, master(10, 'M2')]).row.ward, 'CARD1');
});

test('property: any order, any repeats, one end', (t) => {
  const word = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null });
  const saying = fc.tuple(fc.record({ ward: word, bed: word, nurse: word }, { requiredKeys: [] }), fc.boolean(), fc.nat({ max: 5 }), fc.nat({ max: 20 }));
  const stream = fc.array(saying, { maxLength: 12 }).chain((all) => {
    // One message says one thing: two with the same stamp would be the same message.
    const told = all.map(([said, isMaster, minute, id], place) => [said, isMaster ? master(minute, `M${id}-${place}`) : stampOf({ master: false, asOf: at(minute), controlId: `R${id}-${place}` })] as const);
    return fc.tuple(fc.constant(told), fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }));
  });
  fc.assert(fc.property(stream, ([right, shuffled]) => {
    t.deepEqual(shuffled.reduce(take, none), right.reduce(take, none));
  }));
});
