/**
 * The same card as the PascalCase elements of a passive reply (document 90241): repeated elements are repeated tags, not
 * wrapped. Only the copy of the person who pressed changes.
 */
import type { TemplateCard } from './template-card.ts';

/** What an XML element holds: text, elements below it, or several elements of the same name. */
export type XmlValue = string | number | XmlNode | readonly XmlNode[];
export interface XmlNode {
  readonly [tag: string]: XmlValue;
}

/** Names that do not follow the rule `snake_case` → `SnakeCase`. */
const NAMES: Readonly<Record<string, string>> = {
  keyname: 'KeyName',
  checkbox: 'CheckBox',
};

/** The inside of `<TemplateCard>`. */
export function passiveTemplateCard(card: TemplateCard): XmlNode {
  return nodeOf(card);
}

function nodeOf(value: object): XmlNode {
  const entries: (readonly [string, unknown])[] = Object.entries(value);
  return Object.fromEntries(entries.map(([key, each]) => [tagOf(key), valueOf(each)]));
}

function valueOf(value: unknown): XmlValue {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map((each: object) => nodeOf(each));
  if (typeof value === 'object' && value !== null) return nodeOf(value);
  return String(value);
}

function tagOf(key: string): string {
  return NAMES[key] ?? key.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
