/** The set that decided in words: who reads a value wants to know whose limits they are, not which row of a table. */
import type { Tx } from '../../core/db.ts';
import { fill } from '../../core/phrases.ts';
import type { Limit } from './limits.ts';
import type { CriticalValue } from './model.ts';
import type { SetHead } from './model.sets.ts';
import { limitNames, scopeNames, setWords } from './phrases.ts';
import { authorsOf } from './rules.ts';
import { findSet } from './store.sets.ts';

/** What the releases of the product call their own sets; behind the `+` a digest of the hospital's departments. */
const productVersion = /^default-\d+(\+|$)/u;

/** `2026-03-01` of the hospital's clock. */
const dayOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** `成人界限 2026 版，2026-03-01起生效（王敏起草，赵强批准）`, `随产品的默认界限`; its number is for who keeps the sets. */
export function wordsOfSet(version: string, head: SetHead | undefined): string {
  if (head?.state !== 'approved' || head.inForceFrom === null) return productVersion.test(version) ? setWords.product : setWords.file;
  const from = dayOf(head.inForceFrom);
  const named = head.title.trim() === '' ? fill(setWords.untitled, { from }) : fill(setWords.approved, { title: head.title.trim(), from });
  const approvers = namesOf(head, ({ act }) => act === 'approved');
  if (approvers.length === 0) return named;
  const authors = namesOf(head, ({ by }) => authorsOf(head).has(by.number)).filter((name) => !approvers.includes(name));
  const people = approvers.join('、');
  return named + (authors.length === 0 ? fill(setWords.by, { people }) : fill(setWords.proposedBy, { authors: authors.join('、'), people }));
}

function namesOf({ course }: SetHead, which: (step: SetHead['course'][number]) => boolean): string[] {
  return [...new Set(course.filter(which).map(({ by }) => by.name))];
}

/** `成人界限`, `“脊髓受压”`, `透析患者界限`; what the hospital set beside ours and gave no group is its own. */
export function limitInWords(id: string, limits: readonly Limit[]): string {
  const limit = limits.find((each) => each.id === id);
  if (limit?.says !== undefined) return `“${limit.says.name}”`;
  const named = limitNames[id.slice(id.lastIndexOf('.') + 1)];
  if (named !== undefined) return named;
  return limit?.scope ? fill(setWords.group, { group: scopeNames[limit.scope] ?? limit.scope }) : setWords.own;
}

export interface SetInWords {
  readonly words: string;
  readonly limitName: (id: string) => string;
}

export async function setInWords(tx: Tx, version: string): Promise<SetInWords> {
  const found = await findSet(tx, { version });
  return { words: wordsOfSet(version, found?.head), limitName: (id) => limitInWords(id, found?.set.limits ?? []) };
}

/** `成人界限 · 随产品的默认界限`; where only a flag decided, no limit. */
export const basisOf = ({ limit }: CriticalValue, { words, limitName }: SetInWords): string => (limit === null ? words : `${limitName(limit.limitId)} · ${words}`);
