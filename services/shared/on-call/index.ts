/** The on-call door: who holds a duty of a department now, and the roster itself. "Nobody" is an answer. */
import { defineModule } from '../../core/module.ts';

export { type DutyFilter, type Leave, absencesOf, addDuty, addLeave, changeDuty, dutiesOf, endLeave, findDuty, heldBy, holderOf, leavesOf, lockRoster, patternsOf, removeDuty, savePattern } from './store.ts';

export { byWardKeeper, isMedicalOffice, keepsWards, wardsKept } from './store.keepers.ts';

export const onCall = defineModule({ name: 'on-call' });
