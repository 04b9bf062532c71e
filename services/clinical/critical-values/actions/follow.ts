import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { lockRow } from '../../../core/db.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { refresh, tell } from '../../../shared/notices/index.ts';
import type { CriticalValue } from '../model.ts';
import { handOver, turn } from '../rules.ts';
import { findSource, loadForChange, moveValues, saveValue } from '../store.ts';
import { type Bedside, bedsideOf, holdersOf, teamOf } from '../team.ts';
import { climbFrom } from './climb.ts';
import { type Rules, emitAll, moduleName, nextLook, plan } from './common.ts';

const input = z.object({ patientId: z.uuid() });

/**
 * A transferred patient's alerts go with her: into the register of the department that treats her now, out of the one
 * that no longer does; the cards name the bed she lies in, and whoever answers for her there is told. Discharged or
 * admitted, others are asked from now on.
 */
export function follow(rules: Rules): Action<z.infer<typeof input>, void> {
  return defineAction({
    name: 'critical-values.follow',
    input,
    output: z.void(),
    policy: bySystem,
    body: async (context, { patientId }) => {
      // As judging does: an alert that is just being opened is moved too.
      await lockRow(context.tx, 'patient', patientId);
      const bedside = await bedsideOf(context.tx, { patientId, visitId: null }, { now: context.now, ends: rules.ends });
      const running = await moveValues(context.tx, patientId, { departmentCode: bedside.departmentCode, wardCode: bedside.visit?.wardCode ?? null });
      for (const id of running) {
        await goAlong(context, rules, await loadForChange(context.tx, id), bedside);
        await refresh(context, moduleName, id);
      }
    },
  });
}

async function goAlong(context: ActionContext, rules: Rules, from: CriticalValue, bedside: Bedside): Promise<void> {
  const team = teamOf(bedside, rules.offices);
  const turned = turn(from, team.way, context.now);
  if (turned !== undefined) emitAll(context, from.id, turned.facts);
  // Another way is asked from its first step on; on the same way only who answers for her is another.
  const value = turned?.value ?? (await tellThere(context, team, from));
  if (value === from) return;
  await saveValue(context.tx, value, nextLook(value, rules.process));
  plan(context, rules, await climbFrom(context, rules, value));
}

async function tellThere(context: ActionContext, team: ReturnType<typeof teamOf>, from: CriticalValue): Promise<CriticalValue> {
  if (team.way === 'outpatient' || team.attending === null) return from;
  const change = handOver(from, await holdersOf(context.tx, 'responsible-doctor', team, (await findSource(context.tx, from.id)).orderingDoctor, context.now), context.now);
  if (change === undefined) return from;
  emitAll(context, from.id, change.facts);
  const recipients = change.value.escalation.told.at(-1)?.people.map(({ number }) => number) ?? [];
  await tell(context, { module: moduleName, subject: from.id, step: `with${change.value.escalation.told.length}`, recipients, urgency: 'critical' });
  return change.value;
}
