/** The on-call door: who holds a duty of a department now. "Nobody" is an answer. */
import { defineModule } from '../../core/module.ts';

export { type DutyKind, holderOf } from './store.ts';

export const onCall = defineModule({ name: 'on-call' });
