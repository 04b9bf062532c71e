/** What was done about an order: RXD dispensed, RXA given, refused or not given. */
import { text, type Segment } from '../syntax/message.ts';
import type { StatementOf } from '../../statements/schema.ts';
import { amount, numbersOf, type OrderGroup } from './clinical-order.ts';
import { instant, present, staffField, warn, words, type Reading } from './common.ts';

type Execution = StatementOf<'execution'>;

/** The executions of one order. Without the order's number nobody knows what was given: noted, and left out. */
export function readExecutions(group: OrderGroup, reading: Reading): Execution[] {
  const { number, filler } = numbersOf(group);
  const order = number ?? filler;
  const done = group.filter(({ name }) => name === 'RXD' || name === 'RXA');
  if (order !== undefined) return done.map((segment) => (segment.name === 'RXD' ? dispensed(segment, order, reading) : given(segment, order, reading)));
  if (done.length > 0) warn(reading, 'ORC-2', 'execution-without-order');
  return [];
}

/** RXD-1 counts within the order. */
function dispensed(rxd: Segment, order: string, reading: Reading): Execution {
  const count = text(rxd, 1);
  return present({
    kind: 'execution' as const,
    order,
    number: count === undefined ? undefined : `${order}|D${count}`,
    state: 'dispensed' as const,
    at: instant(reading, rxd, 3),
    by: staffField(rxd, 10),
    dose: amount(text(rxd, 4), words(rxd, 5)),
    note: text(rxd, 9),
  });
}

/** RXA-20 of table 0322: CP, PA given, RE refused, NA not given; RXA-21 `D` takes it back. */
function given(rxa: Segment, order: string, reading: Reading): Execution {
  const status = text(rxa, 20)?.toUpperCase() ?? '';
  const state: Execution['state'] = text(rxa, 21)?.toUpperCase() === 'D' || status === 'NA' ? 'not-given' : status === 'RE' ? 'refused' : 'given';
  const count = text(rxa, 2);
  return present({
    kind: 'execution' as const,
    order,
    number: count === undefined || count === '0' ? undefined : `${order}|A${text(rxa, 1) ?? '0'}.${count}`,
    state,
    at: instant(reading, rxa, 3),
    by: staffField(rxa, 10),
    dose: amount(text(rxa, 6), words(rxa, 7)),
    note: words(rxa, 18) ?? words(rxa, 9),
  });
}
