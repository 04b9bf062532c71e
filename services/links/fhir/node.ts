/**
 * What stands in an element, whatever really stands there: a sender's bundle is not typed, and one wrong element must
 * never cost the rest. What has another type than R4 gives it is as if it were absent.
 */
import { type Json, type Node, isNode } from './json.ts';

export type { Node } from './json.ts';

/** The elements of a list; R4 lists, and a single element where a sender forgot the brackets. */
export function nodes(node: Node | undefined, name: string): Node[] {
  const value = node?.[name];
  return (Array.isArray(value) ? (value as Json[]) : [value]).filter(isNode);
}

/** An element, also where R5 or a sender has a list of one. */
export function child(node: Node | undefined, name: string): Node | undefined {
  return nodes(node, name)[0];
}

/** A primitive as text; empty is absent. */
export function text(node: Node | undefined, name: string): string | undefined {
  return textOf(node?.[name]);
}

export function texts(node: Node | undefined, name: string): string[] {
  const value = node?.[name];
  return (Array.isArray(value) ? (value as Json[]) : [value]).flatMap((each) => textOf(each) ?? []);
}

function textOf(value: Json): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
}

export function number(node: Node | undefined, name: string): number | undefined {
  const written = text(node, name);
  const value = Number(written);
  return written !== undefined && Number.isFinite(value) ? value : undefined;
}

/** An extension's own element, by the end of its url: profiles move, names stay. */
export function extension(node: Node | undefined, urlEnd: string): Node | undefined {
  return nodes(node, 'extension').find((each) => (text(each, 'url') ?? '').endsWith(urlEnd));
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without its undefined members, so that it equals what comes back from JSON. */
export function present<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The object, or `undefined` when nothing is left of it. */
export function unlessEmpty<T extends object>(object: T): T | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
