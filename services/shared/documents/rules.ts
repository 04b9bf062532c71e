/** The decisions: which kind of the standard a document is, and what is news. Pure. */
import type { Document as Told } from '../../links/statements/schema.ts';
import { type Document, checkUpReport, proof } from './model.ts';
import { firstTemplate, kinds, loinc, otherNames, standardKinds } from './model.kinds.ts';

const codes = new Set(kinds.map(([code]) => code));
const byName = [...kinds.map(([code, title]) => [title, code] as const), ...otherNames].toSorted(([one], [other]) => other.length - one.length);

/** By the standard's code or template, a LOINC code, else by the longest of its names that the words contain. */
export function kindOf({ id = '', text = '' }: Told['type'], title = ''): string | undefined {
  const code = id.toUpperCase();
  if (codes.has(code)) return code;
  if (id.startsWith(firstTemplate.root)) return standardKinds[Number(id.slice(firstTemplate.root.length)) - firstTemplate.number]?.[0];
  if (loinc[id] !== undefined) return loinc[id];
  return [text, title, id].flatMap((words) => byName.find(([name]) => words.replaceAll(/[（(].*?[）)]/g, '').includes(name) || words.includes(name))?.[1] ?? [])[0];
}

/** Of these kinds the place follows from the kind, whatever shelf a sender's language has for them. */
export function shelfOf(kind: string | undefined, told: Told['shelf']): Told['shelf'] {
  if (kind === proof) return 'record';
  return kind === checkUpReport ? 'report' : told;
}

export type News = 'written' | 'signed';

/** New, or changed by a version nobody had; signed for the first time. A draft, and what is withdrawn, is no news. */
export function newsOf(before: Document | undefined, after: Document, isNewContent: boolean): News[] {
  if (after.state === 'withdrawn' || after.state === 'draft') return [];
  const written = before === undefined || before.state === 'draft' || isNewContent;
  return [...(written ? (['written'] as const) : []), ...(isSigned(after) && (before === undefined || !isSigned(before)) ? (['signed'] as const) : [])];
}

export function isSigned({ state, signedAt }: Pick<Document, 'state' | 'signedAt'>): boolean {
  return state === 'signed' || (signedAt !== null && state !== 'draft' && state !== 'withdrawn');
}
