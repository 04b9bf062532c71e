/** What a sender told of resources that are understood together: kept sealed, found by what names them. */
import { createHash } from 'node:crypto';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import { sweepWaiting } from './store.ts';
import type { Along, Part, Told } from '../../links/fhir/read.ts';

type Db = Tx | PrismaClient;
type Plain = Readonly<Record<string, unknown>>;

const purpose = (id: string): string => `fhir.part ${id}`;

export const sealedParts: SealedTable = { table: 'fhir_part', id: 'id', idType: 'text', columns: [{ column: 'sealed_resource', kind: 'bytes', purpose }] };

/** As it travels to the action that stores it. */
export interface ClosedPart {
  readonly id: string;
  readonly names: string[];
  readonly sealed: string;
  readonly digest: string;
  readonly toldAt: string;
}

const idOf = (sender: string, name: string): string => `${sender}|${name}`;

/** The sheets of a report are documents of their own by now, and nobody reads the narrative of a part. */
const bare = ({ presentedForm: _sheets, text: _narrative, ...resource }: Plain): Plain => resource;
const digestOf = (resource: Plain): string => createHash('sha256').update(JSON.stringify(bare(resource))).digest('base64url');

/** @param heardAt stands for the time of change where the server tells none */
export function closeParts(seal: KeyRing, sender: string, parts: readonly Part[], heardAt: Date): ClosedPart[] {
  return parts.map(({ name, names, resource, changedAt }) => {
    const id = idOf(sender, name);
    const told = Date.parse(changedAt ?? '');
    return {
      id,
      names: names.map((each) => idOf(sender, each)),
      sealed: Buffer.from(seal.closeBytes(Buffer.from(JSON.stringify(bare(resource))), purpose(id))).toString('base64'),
      digest: digestOf(resource),
      toldAt: (Number.isNaN(told) ? heardAt : new Date(told)).toISOString(),
    };
  });
}

/** A later version takes the place of an earlier one; the same told again stays as it was heard first. */
export async function saveParts(tx: Tx, parts: readonly ClosedPart[], arrival: string, heardAt: Date): Promise<void> {
  // One statement cannot write the same row twice.
  const rows = [...new Map(parts.toSorted((one, other) => (one.toldAt < other.toldAt ? -1 : 1)).map((each) => [each.id, each])).values()];
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO fhir_part (id, names, sealed_resource, digest, arrival, told_at, heard_at)
    SELECT g.id, ARRAY(SELECT jsonb_array_elements_text(g.names)), decode(g.sealed, 'base64'), g.digest, ${arrival}, g."toldAt", ${heardAt}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) AS g(id text, names jsonb, sealed text, digest text, "toldAt" timestamptz) ORDER BY g.id
    ON CONFLICT (id) DO UPDATE SET names = excluded.names, sealed_resource = excluded.sealed_resource, digest = excluded.digest, arrival = excluded.arrival, told_at = excluded.told_at, heard_at = excluded.heard_at
      WHERE excluded.digest <> fhir_part.digest AND excluded.told_at >= fhir_part.told_at`;
}

interface Row {
  readonly id: string;
  readonly names: string[];
  readonly sealed: Uint8Array;
  readonly digest: string;
  readonly heardAt: Date;
}

/** Levels of naming that are followed, and resources that are read along at most. */
const deepest = 4;
const most = 400;

/** Whoever names these, and whom they name, by their names; and when each of these themselves was heard. */
export async function partsAlong(db: Db, seal: KeyRing, sender: string, main: readonly Part[]): Promise<{ readonly along: Along; readonly heardAt: (name: string) => Date | undefined }> {
  const own = new Map(main.map(({ name, resource }) => [idOf(sender, name), digestOf(resource)]));
  const seen = new Set(own.keys());
  const next = async (rows: Promise<Row[]>, into: Row[]): Promise<Row[]> => {
    const found = (await rows).filter(({ id }) => !seen.has(id));
    for (const row of found) seen.add(row.id);
    into.push(...found);
    return found;
  };
  const [again, beside]: [Row[], Row[]] = [[], []];
  const left = (): number => Math.max(0, most - again.length - beside.length);
  let names = [...own.keys()];
  for (let level = 0; level < deepest && names.length > 0 && left() > 0; level++) {
    names = (await next(db.$queryRaw<Row[]>`SELECT id, names, sealed_resource AS sealed, digest, heard_at AS "heardAt" FROM fhir_part WHERE names && ${names}::text[] AND NOT id = ANY(${[...seen]}::text[]) ORDER BY told_at DESC LIMIT ${left()}`, again)).map(({ id }) => id);
  }
  let named = [...main.flatMap((part) => part.names.map((name) => idOf(sender, name))), ...again.flatMap((row) => row.names)];
  for (let level = 0; level < deepest && left() > 0; level++) {
    const wanted = [...new Set(named)].filter((id) => !seen.has(id));
    if (wanted.length === 0) break;
    named = (await next(db.$queryRaw<Row[]>`SELECT id, names, sealed_resource AS sealed, digest, heard_at AS "heardAt" FROM fhir_part WHERE id = ANY(${wanted}::text[]) LIMIT ${left()}`, beside)).flatMap((row) => row.names);
  }
  const heard = await db.fhirPart.findMany({ where: { id: { in: [...own.keys()] } }, select: { id: true, digest: true, heardAt: true } });
  const byId = new Map([...heard.filter(({ id, digest }) => own.get(id) === digest), ...again, ...beside].map(({ id, heardAt }) => [id, heardAt]));
  const open = ({ id, sealed, heardAt }: Row): Told => ({ resource: JSON.parse(seal.openBytes(sealed, purpose(id)).toString('utf8')) as Plain, heardAt });
  return { along: { again: again.map(open), beside: beside.map(open) }, heardAt: (name) => byId.get(idOf(sender, name)) };
}

/** Which of these are kept, and which of those were taken in this very version. */
export async function partsKept(db: Db, sender: string, resources: ReadonlyMap<string, Plain>): Promise<{ readonly kept: ReadonlySet<string>; readonly taken: ReadonlySet<string> }> {
  if (resources.size === 0) return { kept: new Set(), taken: new Set() };
  const ids = [...resources.keys()].map((name) => idOf(sender, name));
  const rows = await db.$queryRaw<{ id: string; digest: string; isTaken: boolean }[]>`
    SELECT p.id, p.digest, EXISTS (SELECT FROM inbox_message m WHERE m.key = p.arrival AND m.outcome = 'accepted') AS "isTaken" FROM fhir_part p WHERE p.id = ANY(${ids}::text[])`;
  const nameOf = (id: string): string => id.slice(sender.length + 1);
  return {
    kept: new Set(rows.map(({ id }) => nameOf(id))),
    taken: new Set(rows.filter(({ id, digest, isTaken }) => isTaken && digest === digestOf(resources.get(nameOf(id)) ?? {})).map(({ id }) => nameOf(id))),
  };
}

/** What nobody has told of for so long is not told of any more. */
const keptDays = 180;
const results = '\\|(Observation|DiagnosticReport|Specimen)/';

/**
 * Of the parts most are values, and these are needed for the shortest time: until the report has come together. A result
 * corrected later finds its place by its own id.
 */
export async function sweepParts(db: Db, now: Date, resultDays: number): Promise<number> {
  const before = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  await sweepWaiting(db, before(keptDays));
  return db.$executeRaw`DELETE FROM fhir_part WHERE heard_at < ${before(keptDays)} OR (heard_at < ${before(Math.min(resultDays, keptDays))} AND id ~ ${results})`;
}
