/** How an operation on the list is written. */
import { clock } from '../../../../cards/words.ts';
import type { ListedView } from '../../../../services/shared/theatre/schema.ts';

export const stateTones: Readonly<Record<ListedView['state'], 'act' | 'warn' | 'danger' | 'past' | 'ok'>> = { 'requested': 'past', 'planned': 'act', 'in-theatre': 'warn', 'running': 'warn', 'over': 'ok', 'cancelled': 'past' };

/** `08:10–10:00`, once it began when it really was. */
export function timesOf({ plannedFrom, plannedUntil, startedAt, endedAt }: Pick<ListedView, 'plannedFrom' | 'plannedUntil' | 'startedAt' | 'endedAt'>): string {
  const [from, until] = [startedAt ?? plannedFrom, endedAt ?? plannedUntil];
  return from === null ? '' : `${clock(from)}${until === null ? '' : `–${clock(until)}`}`;
}

export interface Room {
  readonly room: string;
  /** Of the whole list, also those nobody shows to me. */
  readonly count: number;
  readonly items: readonly ListedView[];
}

/** Rooms in order, numbers as numbers, those of several departments together, each with what of it may be seen; what has no room last. */
export function byRoom(items: readonly ListedView[], counted: readonly { readonly room: string; readonly count: number }[]): Room[] {
  const counts = new Map<string, number>();
  for (const { room, count } of counted) counts.set(room, (counts.get(room) ?? 0) + count);
  const rooms = [...new Set([...counts.keys(), ...items.map(({ room }) => room ?? '')])];
  rooms.sort((one, other) => Number(one === '') - Number(other === '') || one.localeCompare(other, 'zh-CN', { numeric: true }));
  return rooms.map((room) => {
    const seen = items.filter((each) => (each.room ?? '') === room).sort(inOrder);
    return { room, count: Math.max(counts.get(room) ?? 0, standing(seen)), items: seen };
  });
}

/** Those that are not cancelled. */
export const standing = (items: readonly ListedView[]): number => items.filter(({ state }) => state !== 'cancelled').length;

function inOrder(one: ListedView, other: ListedView): number {
  return (one.sequence ?? 99) - (other.sequence ?? 99) || (one.plannedFrom?.getTime() ?? 0) - (other.plannedFrom?.getTime() ?? 0);
}
