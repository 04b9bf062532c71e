import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { Prisma } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { ThresholdSet } from './limits.ts';
import { type SetHead, type Trial, setStates } from './model.sets.ts';
import type { Past } from './rules.ts';
import { readSet } from './schema.limits.ts';
import { step, trial } from './schema.sets.ts';
import { keptResult } from './store.ts';

const json = (value: object): Prisma.InputJsonObject => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;

/** Of the content without its version: two versions of one content have the same. */
export function digestOf({ version: _version, ...content }: ThresholdSet): string {
  return createHash('sha256').update(canonicalize(json(content)) ?? '').digest('hex');
}

export interface StoredSet {
  readonly head: SetHead;
  readonly set: ThresholdSet;
  readonly trial: Trial | null;
}

interface Row {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly state: string;
  readonly basedOn: string | null;
  readonly digest: string;
  readonly course: Prisma.JsonValue;
  readonly inForceFrom: Date | null;
}

const headOf = ({ id, version, title, state, basedOn, digest, course, inForceFrom }: Row): SetHead => ({ id, version, title, state: z.enum(setStates).parse(state), basedOn, digest, course: z.array(step).parse(course), inForceFrom });
const trialOf = (stored: Prisma.JsonValue): Trial | null => (stored === null ? null : trial.parse(stored));

const headColumns = { id: true, version: true, title: true, state: true, basedOn: true, digest: true, course: true, inForceFrom: true } as const;

/** Newest first, each with its last trial but without its lines. */
export async function listSets(tx: Tx): Promise<{ readonly head: SetHead; readonly trial: Trial | null }[]> {
  const rows = await tx.thresholdSet.findMany({ orderBy: [{ changedAt: 'desc' }, { id: 'desc' }], take: 200, select: { ...headColumns, trial: true } });
  return rows.map((row) => ({ head: headOf(row), trial: trialOf(row.trial) }));
}

export async function findSet(tx: Tx, by: { readonly id: string } | { readonly version: string }): Promise<StoredSet | undefined> {
  const row = await tx.thresholdSet.findUnique({ where: 'id' in by ? { id: by.id } : { version: by.version } });
  return row === null ? undefined : { head: headOf(row), set: readSet(row.body), trial: trialOf(row.trial) };
}

export async function demandSet(tx: Tx, id: string): Promise<StoredSet> {
  const found = await findSet(tx, { id });
  if (found === undefined) throw new Refusal('core.not-found', {}, 404);
  return found;
}

/** Locked until the transaction ends. */
export async function loadSet(tx: Tx, id: string): Promise<StoredSet> {
  await lockRow(tx, 'threshold_set', id);
  return demandSet(tx, id);
}

export async function insertSet(tx: Tx, head: Omit<SetHead, 'digest'>, set: ThresholdSet, now: Date): Promise<void> {
  const { course, ...columns } = head;
  const data = { ...columns, digest: digestOf(set), body: json(set), course: JSON.parse(JSON.stringify(course)) as Prisma.InputJsonArray, changedAt: now };
  // Two who keep the same set at once keep one.
  await tx.thresholdSet.createMany({ data, skipDuplicates: true });
}

export async function saveSet(tx: Tx, { id, title, state, course, inForceFrom }: SetHead, set: ThresholdSet, now: Date): Promise<void> {
  await tx.thresholdSet.update({ where: { id }, data: { title, state, digest: digestOf(set), body: json(set), course: JSON.parse(JSON.stringify(course)) as Prisma.InputJsonArray, inForceFrom, changedAt: now } });
}

export async function saveTrial(tx: Tx, id: string, of: Trial): Promise<void> {
  await tx.thresholdSet.update({ where: { id }, data: { trial: json(of) } });
}

/** Approved ones never change, so one that was read is read once. */
const approved = new Map<string, ThresholdSet>();

/** What decides now: the approved set whose date came last, else what the settings say, which is kept so that its version can be looked up for ever. */
export async function setInForce(tx: Tx, bootstrap: ThresholdSet, now: Date): Promise<ThresholdSet> {
  const [row] = await tx.$queryRaw<{ id: string; digest: string; state: string }[]>`
    SELECT id, digest, state FROM threshold_set WHERE (state = 'approved' AND in_force_from <= ${now}) OR (state = 'bootstrap' AND version = ${bootstrap.version})
     ORDER BY state = 'approved' DESC, in_force_from DESC NULLS LAST, id DESC LIMIT 1`;
  if (row?.state === 'approved') return approvedSet(tx, row.id, row.digest);
  if (row === undefined) await insertSet(tx, { id: newId(now.getTime()), version: bootstrap.version, title: '', state: 'bootstrap', basedOn: null, course: [], inForceFrom: null }, bootstrap, now);
  return bootstrap;
}

async function approvedSet(tx: Tx, id: string, digest: string): Promise<ThresholdSet> {
  const key = `${id} ${digest}`;
  const known = approved.get(key) ?? (await demandSet(tx, id)).set;
  approved.set(key, known);
  return known;
}

interface PastRow {
  readonly id: string;
  readonly patientId: string;
  readonly resultKey: string;
  readonly observedAt: Date | null;
  readonly receivedAt: Date;
  readonly visitId: string | null;
  readonly departmentCode: string | null;
  readonly wardCode: string | null;
  readonly body: Prisma.JsonValue;
  readonly birthDate: Date | null;
  readonly sex: string;
  readonly diagnoses: string[] | null;
}

/** What was judged, in that order, behind one id and before another; with the patients as they are known today. */
export async function pastResults(tx: Tx, { after, until, codes, limit }: { readonly after: string; readonly until: string; readonly codes: readonly string[] | undefined; readonly limit: number }): Promise<Past[]> {
  const rows = await tx.$queryRaw<PastRow[]>`
    SELECT j.id, j.patient_id AS "patientId", j.result_key AS "resultKey", j.observed_at AS "observedAt", j.received_at AS "receivedAt", j.visit_id AS "visitId", j.department_code AS "departmentCode", j.ward_code AS "wardCode",
           j.body, p.birth_date AS "birthDate", p.sex, (SELECT array_agg(d.code) FROM visit_diagnosis d WHERE d.visit_id = j.visit_id AND d.code IS NOT NULL) AS diagnoses
      FROM judged_result j JOIN patient p ON p.id = j.patient_id
     WHERE j.id > ${after}::uuid AND j.id < ${until}::uuid AND (${codes === undefined} OR j.item_code = ANY(${[...(codes ?? [])]}))
     ORDER BY j.id LIMIT ${limit}`;
  return rows.map(({ patientId, visitId, departmentCode, wardCode, birthDate, sex, diagnoses, ...row }) => ({ patientId, visitId, result: keptResult(row), facts: { birthDate, sex, departmentCode, wardCode, traits: [], diagnoses: diagnoses ?? [] } }));
}
