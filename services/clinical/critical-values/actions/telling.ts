/** The plan whom the first step tells together is changed: as a whole, from the version one has seen, with a reason. */
import type { z } from 'zod';
import { type Policy, allow, byFunction } from '../../../core/access.ts';
import { type Action, defineAction } from '../../../core/module.ts';
import { departmentRows } from '../../../shared/directory/index.ts';
import type { TellingRule } from '../model.process.ts';
import { refuse } from '../rules/refuse.ts';
import { tellingDraft, tellingSaved } from '../schema.telling.ts';
import { addPlan, currentPlan } from '../store.telling.ts';
import type { Rules } from './common.ts';

/** The medical office; the system administrator, and whoever keeps the limits. */
export function mayKeepTelling({ offices }: Pick<Rules, 'offices'>): Policy<unknown> {
  const byKeeper = byFunction('critical-limits');
  return (actor, input, context) => (actor.kind === 'staff' && actor.adminRole === undefined && offices.medicalOffices.includes(actor.departmentCode) ? allow(`department:${actor.departmentCode}`) : byKeeper(actor, input, context));
}

export function changeTelling(rules: Rules): Action<z.output<typeof tellingDraft>, z.infer<typeof tellingSaved>> {
  return defineAction({
    name: 'critical-values.change-telling',
    input: tellingDraft,
    output: tellingSaved,
    policy: mayKeepTelling(rules),
    subject: ({ base }) => String(base + 1),
    body: async ({ tx, now, actor }, { base, rules: asked, note }) => {
      const current = await currentPlan(tx);
      if ((current?.version ?? 0) !== base) throw refuse('critical-values.telling-changed');
      const before = current?.rules ?? rules.telling;
      const departments = new Set((await departmentRows(tx)).map(({ code }) => code));
      mustMakeSense(asked, departments);
      if (JSON.stringify(asked) === JSON.stringify(before)) throw refuse('critical-values.telling-same');
      // What the file said stays readable after the file is gone.
      if (current === undefined) await addPlan(tx, { version: 0, rules: rules.telling, note: '', at: now, by: null });
      if (!(await addPlan(tx, { version: base + 1, rules: asked, note, at: now, by: actor.id }))) throw refuse('critical-values.telling-changed');
      return { version: base + 1 };
    },
  });
}

function mustMakeSense(rules: readonly TellingRule[], departments: ReadonlySet<string>): void {
  for (const { departments: own = [], hours } of rules) {
    const strange = own.find((code) => !departments.has(code));
    if (strange !== undefined) throw refuse('critical-values.telling-department', { code: strange }, 422);
    if (hours !== undefined && hours.from === hours.until) throw refuse('critical-values.telling-hours', {}, 422);
  }
}
