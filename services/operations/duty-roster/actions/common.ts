/** What every change of a roster does: its fact, and the holes it fills. */
import { type Actor, actorKey } from '../../../core/access.ts';
import type { ActionContext } from '../../../core/module.ts';
import { refresh } from '../../../shared/notices/index.ts';
import { absencesOf, dutiesOf } from '../../../shared/on-call/index.ts';
import { type Duty, type DutyKind, type Span, dayAfter, dayOf, holderAt, holdsAt } from '../../../shared/on-call/schema.ts';
import { holeFilled, rosterChanged } from '../events.ts';
import type { ChangeKind } from '../model.ts';
import { type Around, type Draft, fromNow, problemOf, refuse, warningsOf } from '../rules.ts';
import { aroundOf, fillHole, openHoles } from '../store.ts';

export const moduleName = 'duty-roster';
export const timelineOf = (department: string): string => `roster:${department}`;

export const by = ({ now, actor }: { readonly now: Date; readonly actor: Actor }): { readonly now: Date; readonly by: string } => ({ now, by: actor.kind === 'staff' ? actor.id : actorKey(actor) });

interface Story extends Partial<Span> {
  readonly how: ChangeKind;
  readonly duty?: DutyKind;
  readonly staff?: string;
  readonly was?: string | null;
  readonly count?: number;
}

/** Writes down what was done, and sees which holes that were told are filled now. */
export async function changed(context: ActionContext, department: string, { how, duty, staff, was, from, until, count }: Story): Promise<void> {
  context.emit(rosterChanged, timelineOf(department), { how, duty: duty ?? null, staff: staff ?? null, was: was ?? null, from: from ?? null, until: until ?? null, count: count ?? null });
  await settleHoles(context, department);
}

/** A card that told of a hole says so as soon as somebody holds the duty, or the time is over. */
export async function settleHoles(context: ActionContext, department: string): Promise<void> {
  const { tx, now, emit } = context;
  for (const hole of await openHoles(tx, department)) {
    const isOver = hole.until !== null && hole.until <= now;
    if (!isOver && !(await isHeld(context, department, hole.duty))) continue;
    await fillHole(tx, hole.id, now);
    emit(holeFilled, timelineOf(department), { hole: hole.id, duty: hole.duty });
    await refresh(context, moduleName, `hole:${hole.id}`);
  }
  for (const day of [dayOf(now), dayAfter(dayOf(now), -1)]) await refresh(context, moduleName, aheadSubject(department, day));
}

export const aheadSubject = (department: string, day: string): string => `ahead:${department}:${day}`;

async function isHeld({ tx, now }: ActionContext, department: string, duty: DutyKind): Promise<boolean> {
  const here = (await dutiesOf(tx, { from: now, until: null }, { departments: [department], duties: [duty] })).filter((each) => holdsAt(each, now));
  return holderAt(here, await absencesOf(tx, here.map(({ staffNumber }) => staffNumber), now), now) !== undefined;
}

export interface Checked {
  readonly draft: Draft;
  readonly around: Around;
  readonly warnings: readonly string[];
}

/** @throws Refusal what cannot be entered */
export async function check({ tx, now }: ActionContext, asked: Draft, except?: Duty): Promise<Checked> {
  const draft = fromNow(asked, now);
  const around = await aroundOf(tx, draft, except?.id);
  const problem = problemOf(draft, around, now);
  if (problem !== undefined) throw refuse(problem.code, problem.facts, problem.code === 'duty-roster.unknown-staff' ? 400 : 409);
  return { draft, around, warnings: warningsOf(draft, around, now) };
}
