/** Who keeps a roster, whose it is when nobody is there, and who may read it. */
import { type Actor, type Policy, allow, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { exceptionFor } from '../../shared/data-scope/index.ts';
import { functionHolders, workersOf } from '../../shared/directory/index.ts';
import { findDuty, heldBy, holderOf } from '../../shared/on-call/index.ts';
import type { DutyKind } from '../../shared/on-call/schema.ts';
import { reachableOf } from './store.ts';

/** What a hospital says of its rosters. */
export interface Rosters {
  readonly medicalOffices: readonly string[];
  readonly aheadHours: number;
}

const work = 'duty-roster';
const notYours = deny('duty-roster.not-yours');

/** The system administrator, and whoever was given 值班维护: every duty of every department. */
export const keepsAll = (actor: Actor): boolean => actor.kind === 'staff' && (actor.adminRole === 'system' || actor.functions?.includes(work) === true);

/** Departments whose duty doctors this person arranges: as head or head nurse, also on leave. */
export async function keptBy(tx: Tx, actor: Actor, now: Date): Promise<string[]> {
  return actor.kind === 'staff' && actor.adminRole === undefined ? heldBy(tx, actor.id, ['head', 'head-nurse'], now) : [];
}

interface What {
  readonly department: string;
  readonly duty: DutyKind;
}

async function decide(actor: Actor, { department, duty }: What, tx: Tx, now: Date) {
  if (keepsAll(actor)) return allow(`function:${work}`);
  return duty === 'duty-doctor' && (await keptBy(tx, actor, now)).includes(department) ? allow(`keeper:${department}`) : notYours;
}

/** Whoever keeps that duty of that department. */
export function byKeeper<I>(what: (input: I) => What): Policy<I> {
  return (actor, input, { tx, now }) => decide(actor, what(input), tx, now);
}

/** Whoever keeps the duty of this id; for everybody else it is as if it were not there. */
export const byKeeperOf: Policy<{ readonly id: string }> = async (actor, { id }, { tx, now }) => {
  const found = await findDuty(tx, id);
  if (found === undefined) return deny('core.not-found');
  return decide(actor, { department: found.departmentCode, duty: found.duty }, tx, now);
};

/** Whoever keeps anything; each line of a file is asked about by itself. */
export const byAnyKeeper: Policy<unknown> = async (actor, _input, { tx, now }) => {
  if (keepsAll(actor)) return allow(`function:${work}`);
  return (await keptBy(tx, actor, now)).length > 0 ? allow('keeper') : notYours;
};

/** Whether somebody keeps that duty: for the lines of a file, asked once. */
export async function keeperOf(tx: Tx, actor: Actor, now: Date): Promise<(what: What) => boolean> {
  const all = keepsAll(actor);
  const own = all ? [] : await keptBy(tx, actor, now);
  return ({ department, duty }) => all || (duty === 'duty-doctor' && own.includes(department));
}

/** What a reader sees of a department's roster. */
export interface Sight {
  /** Columns of the exception `on-call`; all of them for the own department and whoever keeps it. */
  readonly columns: ReadonlySet<string>;
  readonly everywhere: boolean;
}

const all: ReadonlySet<string> = new Set(['person', 'duty', 'phone']);

/** Every department's: who keeps them all, and the medical office. */
export const readsAll = (actor: Actor, { medicalOffices }: Rosters): boolean => keepsAll(actor) || (actor.kind === 'staff' && actor.adminRole === undefined && medicalOffices.includes(actor.departmentCode));

/** @throws Refusal `duty-roster.closed` */
export async function sightOf(tx: Tx, actor: Actor, rosters: Rosters, department: string, now: Date): Promise<Sight> {
  if (actor.kind !== 'staff') throw new Refusal('core.not-allowed', {}, 403);
  if (readsAll(actor, rosters)) return { columns: all, everywhere: true };
  const opened = await exceptionFor(tx, 'on-call', actor);
  const isNear = actor.departmentCode === department || (await heldBy(tx, actor.id, ['duty-doctor', 'head', 'head-nurse', 'medical-office'], now)).includes(department);
  if (isNear) return { columns: all, everywhere: opened !== undefined };
  if (opened === undefined) throw new Refusal('duty-roster.closed', {}, 403);
  return { columns: opened, everywhere: true };
}

/**
 * Whose roster it is: head and head nurse; when neither is there, whoever has the function; then the medical office; at
 * last the system administrator. Who has no account on a platform would never see the card.
 */
export async function ownersOf(tx: Tx, { medicalOffices }: Rosters, department: string, now: Date): Promise<string[]> {
  const heads = async (): Promise<(string | undefined)[]> => [await holderOf(tx, department, 'head', now), await holderOf(tx, department, 'head-nurse', now)];
  const keepers = async (): Promise<string[]> => (await functionHolders(tx)).filter(({ active, functions }) => active && functions.includes(work)).map(({ number }) => number);
  const office = async (): Promise<(string | undefined)[]> => Promise.all(medicalOffices.map((code) => holderOf(tx, code, 'medical-office', now)));
  const administrators = async (): Promise<string[]> => (await workersOf(tx, work)).map(({ number }) => number);
  for (const group of [heads, keepers, office, administrators]) {
    const numbers = [...new Set((await group()).flatMap((number) => number ?? []))];
    const reachable = await reachableOf(tx, numbers);
    if (numbers.some((number) => reachable.has(number))) return numbers.filter((number) => reachable.has(number));
  }
  return [];
}
