/** What the rules are told of the reader and of the patients. */
import type { Tx } from '../../core/db.ts';
import { flagsOf } from '../../shared/data-scope/index.ts';
import { findPerson, findPlace } from '../../shared/directory/index.ts';
import { holderOf } from '../../shared/on-call/index.ts';
import { latestVisit, usualEnds } from '../../shared/patients/index.ts';
import type { LookedAt, Reader } from './model.ts';

const duties = ['duty-doctor', 'head', 'head-nurse', 'clinic-desk', 'medical-office'] as const;

/** `undefined`: nobody of ours. */
export async function readerOf(tx: Tx, staff: string, at: Date): Promise<Reader | undefined> {
  const person = await findPerson(tx, staff);
  if (person === undefined) return undefined;
  let onDuty = false;
  for (const duty of duties) onDuty ||= (await holderOf(tx, person.departmentCode, duty, at)) === staff;
  return { departmentCode: person.departmentCode, onDuty };
}

export async function lookedAt(tx: Tx, ids: readonly string[], now: Date): Promise<Map<string, LookedAt>> {
  const found = new Map<string, LookedAt>();
  for (const id of new Set(ids)) {
    const flags = new Set((await flagsOf(tx, id)).map(({ flag }) => flag));
    const visit = await latestVisit(tx, id, { now, ends: usualEnds });
    const { department, wardDepartment } = await findPlace(tx, visit ?? {});
    found.set(id, { vip: flags.has('vip'), staff: flags.has('staff'), departmentCode: department ?? wardDepartment });
  }
  return found;
}
