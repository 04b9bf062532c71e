/** Refusals of this module: only codes that have a sentence. */
import { refusals } from '../../../core/phrases.ts';
import { phrases } from '../phrases.ts';

export const refuse = refusals(phrases);
