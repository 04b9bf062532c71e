/** Whose account on a chat platform is it? By staff number alone, and only where the names do not speak against it. */
import type { AccountTold, BindingTold } from '../../../links/his/schema.ts';
import type { MatterKind, MatterReason } from '../model.ts';
import type { Verdict } from './told.ts';

export interface AccountAround {
  /** Whose it is here already. */
  readonly boundTo: string | undefined;
  readonly unionId: string | null;
  /** The person of the number that was told. */
  readonly person: { readonly name: string; readonly active: boolean } | undefined;
  /** Somebody else's account of this corporation carries the same number. */
  readonly numberTwice: boolean;
  /** The person has another account of this corporation already. */
  readonly hasAnother: boolean;
  /** The person it is bound to has left. */
  readonly ownerLeft: boolean;
}

const matter = (kind: MatterKind, reason: MatterReason): Verdict => ({ kind: 'matter', matter: kind, reason });

export function judgeAccount(told: AccountTold, around: AccountAround): Verdict {
  const { boundTo, person } = around;
  if (boundTo !== undefined) {
    if (around.ownerLeft) return matter('contradictory', 'left-here');
    // Bound by a person, and the platform knows no number: nothing speaks against it.
    if (told.staffNumber !== '' && told.staffNumber !== boundTo) return matter('contradictory', 'other-number');
    return (told.unionId ?? around.unionId) === around.unionId ? { kind: 'same' } : { kind: 'change', fields: ['unionId'] };
  }
  if (told.staffNumber === '') return matter('unmatched', 'no-number');
  if (person === undefined) return matter('unmatched', 'unknown-number');
  if (around.numberTwice) return matter('duplicated', 'number-twice');
  if (!person.active) return matter('contradictory', 'left-here');
  if (around.hasAnother) return matter('duplicated', 'has-another');
  // A mistyped number would open one person's patients to another.
  if (!sameName(told.name, person.name)) return matter('contradictory', 'name-differs');
  return { kind: 'add' };
}

const bare = (name: string) => name.replaceAll(/[\s·•.]/g, '');

/** Platforms let people add to their name: `李静（心内科）`, `李静-1001`. */
export function sameName(told: string, known: string): boolean {
  return bare(told.replace(/[（([【\-_/|].*$/, '')).replace(/\d+$/, '') === bare(known);
}

export function judgeBinding(told: BindingTold, here: { readonly name: string } | undefined): Verdict {
  if (here === undefined) return { kind: 'matter', matter: 'unmatched', reason: 'not-bound' };
  return here.name === told.name ? { kind: 'same' } : { kind: 'change', fields: ['name'] };
}
