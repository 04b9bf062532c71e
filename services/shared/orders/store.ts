/** Rows of this module, and what of a person is read from them. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import { type Category, type Charge, type Execution, type Key, type Order, type Term, endStates } from './model.ts';
import { isActive } from './rules.ts';

const { sql } = Prisma;
const key = { patientId: 'uuid', source: 'text', number: 'text' } as const;

export const orderRows = toldTable<Key, Order>('clinical_order', key, {
  visitId: 'uuid',
  filler: 'text',
  groupNumber: 'text',
  prescription: 'text',
  category: 'text',
  term: 'text',
  code: 'jsonb',
  name: 'text',
  specification: 'text',
  dose: 'jsonb',
  quantity: 'jsonb',
  route: 'text',
  frequency: 'text',
  notes: 'jsonb',
  startAt: 'timestamptz',
  stopAt: 'timestamptz',
  state: 'text',
  doctor: 'jsonb',
  stoppedBy: 'jsonb',
  department: 'text',
  urgent: 'boolean',
  orderedAt: 'timestamptz',
});

export const executionRows = toldTable<Key, Execution>('order_execution', key, {
  visitId: 'uuid',
  orderNumber: 'text',
  state: 'text',
  at: 'timestamptz',
  by: 'jsonb',
  dose: 'jsonb',
  note: 'text',
});

export const chargeRows = toldTable<Key, Charge>('order_charge', key, {
  visitId: 'uuid',
  code: 'jsonb',
  name: 'text',
  amount: 'text',
  quantity: 'text',
  type: 'text',
  at: 'timestamptz',
  orderNumber: 'text',
  department: 'text',
  by: 'jsonb',
});

export type OrderRow = Kept<Key, Order>;

export interface OrderFilters {
  readonly term?: Term | undefined;
  readonly category?: Category | undefined;
  readonly active?: boolean | undefined;
  readonly visitId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Newest first; lines of a group stand together. `patients` are all rows of one person. */
export async function findOrders(tx: Tx, patients: readonly string[], filters: OrderFilters, now: Date, page: Page): Promise<OrderRow[]> {
  const { term, category, active, visitId, from, until } = filters;
  const when = sql`coalesce(t.start_at, t.ordered_at)`;
  const over = sql`(coalesce(t.state, '') = ANY(${endStates}::text[]) OR coalesce(t.stop_at <= ${now}::timestamptz, FALSE))`;
  const where = [
    sql`TRUE`,
    ...(term === undefined ? [] : [sql`t.term = ${term}`]),
    ...(category === undefined ? [] : [sql`t.category = ${category}`]),
    ...(active === undefined ? [] : [active ? sql`NOT ${over}` : over]),
    ...(visitId === undefined ? [] : [sql`t.visit_id = ${visitId}::uuid`]),
    ...(from === undefined ? [] : [sql`${when} >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`${when} < ${until}::timestamptz`]),
  ];
  return orderRows.ofPerson(tx, patients, {
    where: Prisma.join(where, ' AND '),
    order: sql`${when} DESC NULLS LAST, t.group_number NULLS LAST, t.number, t.id`,
    page,
    still: (order) => active === undefined || isActive(order, now) === active,
  });
}

export async function findOrder(tx: Tx, patients: readonly string[], id: string): Promise<OrderRow | undefined> {
  const [row] = await orderRows.ofPerson(tx, patients, { where: sql`t.id = ${id}::uuid`, order: sql`t.id` });
  return row;
}

/** Orders that bear one of these numbers: the placer's, the filler's, or that of the form they stand on. */
export async function ordersNumbered(tx: Tx, patients: readonly string[], numbers: readonly string[]): Promise<OrderRow[]> {
  const asked = [...numbers];
  if (asked.length === 0) return [];
  return orderRows.ofPerson(tx, patients, { where: sql`(t.number = ANY(${asked}::text[]) OR t.filler = ANY(${asked}::text[]) OR t.group_number = ANY(${asked}::text[]))`, order: sql`t.ordered_at NULLS FIRST, t.id` });
}

/** What was done about an order and what it cost, oldest first: joined by number, whichever was told first. */
export async function findDone(tx: Tx, patients: readonly string[], { number, filler }: OrderRow): Promise<{ executions: Kept<Key, Execution>[]; charges: Kept<Key, Charge>[] }> {
  const asked = { where: sql`t.order_number = ANY(${[number, ...(filler === null ? [] : [filler])]}::text[])`, order: sql`t.at NULLS LAST, t.id` };
  return { executions: await executionRows.ofPerson(tx, patients, asked), charges: await chargeRows.ofPerson(tx, patients, asked) };
}

/** Of many orders at once, by the id of the order, oldest first. */
export async function findExecutions(tx: Tx, patients: readonly string[], orders: readonly OrderRow[]): Promise<Map<string, Kept<Key, Execution>[]>> {
  const numbersOf = ({ number, filler }: OrderRow): string[] => [number, ...(filler === null ? [] : [filler])];
  const numbers = orders.flatMap(numbersOf);
  const found = numbers.length === 0 ? [] : await executionRows.ofPerson(tx, patients, { where: sql`t.order_number = ANY(${numbers}::text[])`, order: sql`t.at NULLS LAST, t.id` });
  const byNumber = Map.groupBy(found, ({ orderNumber }) => orderNumber ?? '');
  return new Map(orders.map((order) => [order.id, numbersOf(order).flatMap((number) => byNumber.get(number) ?? [])]));
}

export async function findCharges(tx: Tx, patients: readonly string[], { visitId, from, until }: Pick<OrderFilters, 'visitId' | 'from' | 'until'>, page: Page): Promise<Kept<Key, Charge>[]> {
  const where = [
    sql`TRUE`,
    ...(visitId === undefined ? [] : [sql`t.visit_id = ${visitId}::uuid`]),
    ...(from === undefined ? [] : [sql`t.at >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`t.at < ${until}::timestamptz`]),
  ];
  return chargeRows.ofPerson(tx, patients, { where: Prisma.join(where, ' AND '), order: sql`t.at DESC NULLS LAST, t.id`, page });
}
