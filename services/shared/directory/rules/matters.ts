/** What a person can do about a matter. */
import type { MatterKind, MatterReason, Resolution } from '../model.ts';

const withTold: readonly MatterReason[] = ['name-differs', 'left-here', 'other-number', 'has-another', 'number-twice'];

/** `on`: what the matter is about: `staff`, `account`, `binding`, `department`, `ward`, `group`. */
export function resolutionsFor(kind: MatterKind, reason: MatterReason, on: string): Resolution[] {
  if (kind === 'unreadable') return ['ignore'];
  if (kind === 'vanished') return ['retire', 'ignore'];
  if (on === 'binding') return ['bind', 'ignore'];
  if (on === 'account') {
    // Back in the hospital first, then the account: nobody returns by a platform's word.
    if (reason === 'left-here') return ['retire', 'ignore'];
    return kind === 'unmatched' ? ['bind', 'ignore'] : ['accept', 'bind', 'ignore'];
  }
  return withTold.includes(reason) ? ['accept', 'ignore'] : ['ignore'];
}
