/** When a rotation may start and a key may go. Pure. */
import { refusals } from '../../core/phrases.ts';
import type { BoundCount, TableCount, TableProgress } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

export function valuesNotUnder(form: string, tables: readonly TableCount[]): number {
  return tables.flatMap(({ forms }) => forms).filter((each) => each.form !== form).reduce((sum, { values }) => sum + values, 0);
}

export function valuesUnder(version: number, tables: readonly TableCount[]): number {
  return tables.flatMap(({ forms }) => forms).filter(({ form }) => form === `v${version}` || form.startsWith(`v${version}-`)).reduce((sum, { values }) => sum + values, 0);
}

/** @throws Refusal `keys.running`, `keys.nothing-waiting` */
export function start(form: string, tables: readonly TableCount[], progress: readonly TableProgress[]): void {
  if (progress.some(({ finishedAt }) => finishedAt === undefined)) throw refuse('keys.running');
  if (valuesNotUnder(form, tables) === 0) throw refuse('keys.nothing-waiting');
}

/** @throws Refusal when something would never open again */
export function retire(version: number, ring: { readonly version: number; readonly versions: readonly number[] }, tables: readonly TableCount[], bound: readonly BoundCount[]): void {
  if (!ring.versions.includes(version)) throw refuse('keys.unknown-version', { version }, 404);
  if (version === ring.version) throw refuse('keys.still-sealing', { version });
  const values = valuesUnder(version, tables);
  if (values > 0) throw refuse('keys.still-needed', { version, values });
  if (bound.some(({ rows }) => rows > 0)) throw refuse('keys.bound', { version });
}
