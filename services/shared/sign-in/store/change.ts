/** A new password of the person's own. */
import { refusals } from '../../../core/phrases.ts';
import type { Named } from '../model.ts';
import { phrases } from '../phrases.ts';
import { demandStrong } from '../rules.ts';
import type { SignInKit } from '../settings.ts';
import { type PasswordRow, hashPassword, wasUsed } from './passwords.ts';

const refuse = refusals(phrases);

/** Its hash, when the policy allows it. @throws Refusal `sign-in.password-…` */
export async function acceptableHash({ rules }: Pick<SignInKit, 'rules'>, person: Named, row: PasswordRow, password: string): Promise<string> {
  demandStrong(password, person, rules.policy);
  if (await wasUsed(row, password)) throw refuse('sign-in.password-used', {}, 422);
  return hashPassword(password);
}
