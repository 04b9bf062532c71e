import type { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { TellingRule } from './model.process.ts';
import { tellingRules } from './schema.telling.ts';

export interface TellingPlan {
  /** 0: as it was before anybody changed it at the desk. */
  readonly version: number;
  readonly rules: readonly TellingRule[];
  readonly note: string;
  readonly at: Date;
  readonly by: string | null;
}

interface Row {
  readonly version: number;
  readonly rules: Prisma.JsonValue;
  readonly note: string;
  readonly changedAt: Date;
  readonly changedBy: string | null;
}

const planOf = ({ version, rules, note, changedAt, changedBy }: Row): TellingPlan => ({ version, rules: tellingRules.parse(rules), note, at: changedAt, by: changedBy });

/** What decides now; `undefined`: the file does. */
export async function currentPlan(tx: Tx): Promise<TellingPlan | undefined> {
  // By hand: asked in the transaction that stores a critical value.
  const [row] = await tx.$queryRaw<Row[]>`SELECT version, rules, note, changed_at AS "changedAt", changed_by AS "changedBy" FROM telling_plan ORDER BY version DESC LIMIT 1`;
  return row === undefined ? undefined : planOf(row);
}

/** The rules that decide now: the desk's, and until there are any the file's. */
export async function rulesInForce(tx: Tx, file: readonly TellingRule[]): Promise<readonly TellingRule[]> {
  return (await currentPlan(tx))?.rules ?? file;
}

/** Newest first. */
export async function plansOf(tx: Tx): Promise<TellingPlan[]> {
  return (await tx.tellingPlan.findMany({ orderBy: { version: 'desc' }, take: 100 })).map(planOf);
}

/** False: somebody else has changed it meanwhile. */
export async function addPlan(tx: Tx, { version, rules, note, at, by }: TellingPlan): Promise<boolean> {
  const { count } = await tx.tellingPlan.createMany({ data: [{ version, rules: JSON.parse(JSON.stringify(rules)) as Prisma.InputJsonArray, note, changedAt: at, changedBy: by }], skipDuplicates: true });
  return count === 1;
}
