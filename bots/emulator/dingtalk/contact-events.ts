/** Somebody joined, moved or left: events of the address book over the stream (§1.10). */
import type { Person } from '../core/people.ts';
import type { Dingtalk } from './api.ts';
import { CORP, opaque } from './ids.ts';
import type { Debts } from './owed.ts';

/** Tells every app of the tenant. */
export function tellContactChange(dingtalk: Dingtalk, debts: Debts, before: Person | undefined, after: Person): void {
  const eventType = typeOf(before, after);
  if (eventType === undefined) return;
  const born = String(dingtalk.core.clock.now());
  const diff = eventType === 'user_modify_org' ? { diffInfo: { prev: faceOf(before), curr: faceOf(after) } } : {};
  for (const app of dingtalk.memory.apps.values()) {
    const eventId = opaque();
    const headers = { eventType, eventId, eventCorpId: CORP, eventBornTime: born, eventUnifiedAppId: app.unifiedAppId };
    const data = { timeStamp: born, eventId, userId: [after.userid], ...diff };
    void debts.owe({ id: eventId, clientId: app.clientId, type: 'EVENT', topic: '*', headers, data });
  }
}

function typeOf(before: Person | undefined, after: Person): string | undefined {
  if (after.active && !before?.active) return 'user_add_org';
  if (!after.active) return before?.active ? 'user_leave_org' : undefined;
  return JSON.stringify(faceOf(before)) === JSON.stringify(faceOf(after)) ? undefined : 'user_modify_org';
}

const faceOf = (person: Person | undefined): Record<string, string> => ({
  name: person?.name ?? '',
  jobNumber: person?.staffNumber ?? '',
  title: person?.title ?? '',
  department: person?.departmentName ?? '',
});
