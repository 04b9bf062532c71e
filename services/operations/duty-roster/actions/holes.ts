/** "Nobody" as an alert to whoever keeps the roster: when somebody was looked for in vain, and each morning beforehand. */
import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { tell } from '../../../shared/notices/index.ts';
import { absencesOf, dutiesOf, patternsOf } from '../../../shared/on-call/index.ts';
import { dayAfter, dayOf, dutyKind, slotsOf } from '../../../shared/on-call/schema.ts';
import { holeFound } from '../events.ts';
import { emptyAt } from '../rules.ts';
import { type Rosters, ownersOf } from '../store.keepers.ts';
import { missingIn, rosterDepartments } from '../store.missing.ts';
import { addHole } from '../store.ts';
import { aheadSubject, moduleName, timelineOf } from './common.ts';

const lookedFor = z.object({ department: z.string().nullable(), duty: dutyKind, at: z.coerce.date() });

/** A ladder found nobody: told once for the whole empty time, however many values come into it. */
export function noteNobody(rosters: Rosters): Action<z.infer<typeof lookedFor>, void> {
  return defineAction({
    name: 'duty-roster.note-nobody',
    input: lookedFor,
    output: z.void(),
    policy: bySystem,
    body: async (context, { department: asked, duty, at }) => {
      const { tx, now, emit } = context;
      const department = duty === 'medical-office' ? (rosters.medicalOffices[0] ?? null) : asked;
      // A patient without a department: no roster is to blame.
      if (department === null) return;
      const duties = await dutiesOf(tx, { from: new Date(at.getTime() - 400 * 86_400_000), until: null }, { departments: [department], duties: [duty] });
      const absences = await absencesOf(tx, duties.map(({ staffNumber }) => staffNumber), at);
      const { shifts } = (await patternsOf(tx, [department])).get(department) ?? { shifts: [] };
      const slots = duty === 'duty-doctor' ? [dayAfter(dayOf(at), -1), dayOf(at)].flatMap((day) => slotsOf(shifts, day)) : [];
      const { from, until } = emptyAt(at, duties, absences, slots);
      const hole = await addHole(tx, { departmentCode: department, duty, from, until, foundAt: at });
      if (hole === undefined) return;
      const told = await ownersOf(tx, rosters, department, now);
      emit(holeFound, timelineOf(department), { hole, duty, from, until, told });
      await tell(context, { module: moduleName, subject: `hole:${hole}`, step: 'found', recipients: told, urgency: 'critical' });
    },
  });
}

/** Each morning: who of the coming hours is missing, one card per department and day. */
export function lookAhead(rosters: Rosters): Action<Record<string, never>, { told: number }> {
  return defineAction({
    name: 'duty-roster.look-ahead',
    input: z.object({}),
    output: z.object({ told: z.int() }),
    policy: bySystem,
    body: async (context) => {
      const { tx, now } = context;
      let told = 0;
      const within = { from: now, until: new Date(now.getTime() + rosters.aheadHours * 3_600_000) };
      for (const { code, holes } of await missingIn(tx, await rosterDepartments(tx, rosters), within)) {
        if (holes.length === 0) continue;
        const recipients = await ownersOf(tx, rosters, code, now);
        await tell(context, { module: moduleName, subject: aheadSubject(code, dayOf(now)), step: 'ahead', recipients, urgency: 'normal' });
        told++;
      }
      return { told };
    },
  });
}

/**
 * Somebody will not come, and it is soon: the morning's look is too late for an evening that is called off at four.
 * Whoever did it themselves need not be told.
 */
export async function tellIfSoon(context: ActionContext, rosters: Rosters, staff: string): Promise<void> {
  const { tx, now, actor } = context;
  const within = { from: now, until: new Date(now.getTime() + rosters.aheadHours * 3_600_000) };
  const concerned = new Set((await dutiesOf(tx, within, { staff })).map(({ departmentCode }) => departmentCode));
  const departments = (await rosterDepartments(tx, rosters)).filter(({ code }) => concerned.has(code));
  for (const { code, holes } of await missingIn(tx, departments, within)) {
    if (!holes.some(({ duty }) => duty?.staffNumber === staff)) continue;
    const recipients = (await ownersOf(tx, rosters, code, now)).filter((number) => number !== actor.id);
    await tell(context, { module: moduleName, subject: aheadSubject(code, dayOf(now)), step: `away:${staff}:${now.getTime()}`, recipients, urgency: 'normal' });
  }
}

/** Left the hospital: their duties are holes from now on. */
export function noteLeft(rosters: Rosters): Action<{ staff: string }, void> {
  return defineAction({
    name: 'duty-roster.note-left',
    input: z.object({ staff: z.string() }),
    output: z.void(),
    policy: bySystem,
    body: (context, { staff }) => tellIfSoon(context, rosters, staff),
  });
}
