/** What the readers of all resources share: where they look things up, and where they put what they understood. */
import type { Statement } from '../../statements/schema.ts';
import type { Entry } from '../bundle.ts';
import { type Node, child, nodes, text } from '../node.ts';
import type { Notes } from '../notes.ts';
import type { References, Target } from '../references.ts';
import type { Version } from '../versions.ts';

/** Why a resource is not taken. */
export interface Problem {
  /** R4 IssueType: `required`, `value`, `not-supported`, `structure`. */
  readonly code: string;
  /** Key of its sentence in `phrases.ts`. */
  readonly name: string;
  /** FHIRPath of the element. */
  readonly expression: string;
}

export interface Reading {
  readonly references: References;
  /** Who sends, for keys: `HIS|` or `HIS|LAB`. */
  readonly origin: string;
  /** Of a message: what happened, by table 0003 (`A02`). */
  readonly event: string | undefined;
  /** When it was said, else when it came. */
  readonly at: Date | undefined;
  /** The number of orders, visits and documents as their sender knows them. */
  numberOf(target: Target | undefined): string | undefined;
  /** Its version on the sender's server, else the one in which it came; `undefined` of what has no id there. */
  versionOf(entry: Entry): Version | undefined;
  /** Puts a statement to its patient and stay. `undefined` patient: it is about nobody. */
  say(statement: Statement, about: About): void;
}

export interface About {
  readonly entry: Entry;
  readonly patient: Target | undefined;
  readonly encounter: Target | undefined;
  readonly notes: Notes;
  /** Other resources without which it would say something else. */
  readonly withEntries?: readonly Entry[] | undefined;
}

export interface Resource extends About {
  readonly resource: Node;
  /** The patient's first number: order numbers start anew for each. */
  readonly who: string;
  readonly reading: Reading;
  /** What a reference of this resource points to. */
  find(name: string, within?: Node): Target | undefined;
  findAll(name: string, within?: Node): Target[];
}

/** Identifier that a type names, else the first that is not somebody's papers, else none. */
export function identifierOf(resource: Node, ...types: readonly string[]): Node | undefined {
  const all = [...nodes(resource, 'masterIdentifier'), ...nodes(resource, 'identifier')].filter((each) => text(each, 'value') !== undefined);
  const typed = types.map((type) => all.find((each) => nodes(child(each, 'type'), 'coding').some((coding) => text(coding, 'code') === type))).find((found) => found !== undefined);
  return typed ?? all.find((each) => text(each, 'use') === 'official') ?? all[0];
}

/** The sender's number: an identifier without the `urn:uuid:` that some hold, else the logical id. */
export function numberIn(resource: Node, ...types: readonly string[]): string | undefined {
  return text(identifierOf(resource, ...types), 'value')?.replace(/^urn:(uuid|oid):/, '') ?? text(resource, 'id');
}
