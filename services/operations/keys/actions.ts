/** Starting a rotation, a batch of it, letting a key go. */
import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { actorKey, byAdmin, byAnyStaff, bySystem } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { type Action, type Query, defineAction, defineJobKind, defineQuery } from '../../core/module.ts';
import { retireVersion, retiredVersions } from '../../core/seal-check.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { BoundTable, SealedTable } from '../../core/sealed.ts';
import { keyRetired, rotationFinished, rotationStarted } from './events.ts';
import type { BoundCount, TableCount } from './model.ts';
import { retire, start, valuesNotUnder, valuesUnder } from './rules.ts';
import { type KeysView, draftKey, keysView, retirement, started } from './schema.ts';
import { beginTables, countBound, countTable, noteBatch, progressOf, sealBatch, takeTable } from './store.ts';

export interface KeyParts {
  readonly seal: KeyRing;
  /** Of all modules; asked late, because this module is one of them. */
  readonly tables: () => readonly SealedTable[];
  /** Bound to one key for good. */
  readonly bound: readonly BoundTable[];
}

export const rotate = defineJobKind('keys.rotate', z.object({ form: z.string() }));

const nothing = z.object({});
const security = byAdmin('security');

async function countAll(tx: Tx, tables: readonly SealedTable[]): Promise<readonly TableCount[]> {
  const counted: TableCount[] = [];
  // One after the other: a transaction has one connection.
  for (const table of tables) counted.push(await countTable(tx, table));
  return counted;
}

async function countBoundTo(tx: Tx, { seal, bound }: KeyParts, version: number): Promise<readonly BoundCount[]> {
  const counted: BoundCount[] = [];
  for (const each of bound) counted.push(await countBound(tx, each, version, version === seal.versions[0]));
  return counted;
}

export function showKeys(parts: KeyParts): Query<z.output<typeof nothing>, KeysView> {
  const { seal } = parts;
  return defineQuery({
    name: 'keys.overview',
    input: nothing,
    output: keysView,
    policy: security,
    audited: true,
    body: async ({ tx }) => {
      const tables = await countAll(tx, parts.tables());
      const retired = await retiredVersions(tx);
      const versions: KeysView['versions'] = [];
      for (const version of seal.versions) versions.push({ version, seals: version === seal.version, values: valuesUnder(version, tables), bound: [...(await countBoundTo(tx, parts, version))], retired: retired.includes(version) });
      const progress = await progressOf(tx, seal.form);
      const [first] = progress;
      const left = progress.filter(({ finishedAt }) => finishedAt === undefined);
      const finishedAt = left.length > 0 ? null : new Date(Math.max(...progress.map((each) => each.finishedAt?.getTime() ?? 0)));
      return {
        form: seal.form,
        algorithm: seal.algorithm,
        versions,
        tables: tables.map(({ table, forms }) => ({ table, forms: [...forms] })),
        waiting: valuesNotUnder(seal.form, tables),
        rotation: first === undefined ? null : { startedAt: first.startedAt, finishedAt, rows: progress.reduce((sum, { sealed }) => sum + sealed, 0), tablesLeft: left.length },
      };
    },
  });
}

export function startRotation({ seal, tables }: KeyParts): Action<z.output<typeof nothing>, z.infer<typeof started>> {
  return defineAction({
    name: 'keys.start-rotation',
    input: nothing,
    output: started,
    policy: security,
    stepUp: true,
    subject: () => seal.form,
    body: async ({ tx, now, emit, schedule }) => {
      const all = tables();
      start(seal.form, await countAll(tx, all), await progressOf(tx, seal.form));
      await beginTables(tx, seal.form, all, now);
      emit(rotationStarted, seal.form, { tables: all.map(({ table }) => table) });
      schedule(rotate, { form: seal.form });
      return { form: seal.form };
    },
  });
}

const batchInput = z.object({ form: z.string(), rows: z.number().int().positive(), last: z.boolean() });
const batchDone = z.object({ more: z.boolean() });
export type SealNext = Action<z.output<typeof batchInput>, z.output<typeof batchDone>>;

/** One batch, its place remembered in the same transaction: killed between two, it goes on where it was. */
export function sealNext({ seal, tables }: KeyParts): SealNext {
  return defineAction({
    name: 'keys.seal-next',
    input: batchInput,
    output: batchDone,
    policy: bySystem,
    body: async ({ tx, now, emit, schedule }, { form, rows, last }) => {
      // A process that was given a still newer key leaves this rotation alone; so does one that has not got this one yet.
      if (form !== seal.form) return { more: false };
      const place = await takeTable(tx, form);
      if (place === undefined) return { more: false };
      const table = tables().find((each) => each.table === place.table);
      const batch = table === undefined ? { rows: 0, cursor: place.cursor, finished: true } : await sealBatch(tx, seal, table, place.cursor, rows);
      await noteBatch(tx, form, place.table, batch, now);
      const progress = await progressOf(tx, form);
      const more = progress.some(({ finishedAt }) => finishedAt === undefined);
      if (!more) emit(rotationFinished, form, { rows: progress.reduce((sum, { sealed }) => sum + sealed, 0) });
      if (more && last) schedule(rotate, { form });
      return { more };
    },
  });
}

export function retireKey(parts: KeyParts): Action<z.output<typeof retirement>, void> {
  return defineAction({
    name: 'keys.retire',
    input: retirement,
    output: z.void(),
    policy: security,
    stepUp: true,
    subject: ({ version }) => `v${version}`,
    body: async ({ tx, now, actor, emit }, { version }) => {
      retire(version, parts.seal, await countAll(tx, parts.tables()), await countBoundTo(tx, parts, version));
      await retireVersion(tx, version, actorKey(actor), now);
      emit(keyRetired, `v${version}`, {});
    },
  });
}

/**
 * The key under which a person's device keeps half-filled forms: the same for the person wherever and whenever signed
 * in, so that a form survives a log-out for idleness; given to nobody without a living session.
 */
export function showDraftKey({ seal }: KeyParts): Query<z.output<typeof nothing>, z.infer<typeof draftKey>> {
  return defineQuery({
    name: 'keys.draft-key',
    input: nothing,
    output: draftKey,
    policy: byAnyStaff,
    // No patient in it.
    audited: false,
    body: async ({ actor }) => ({ key: Buffer.from(hkdfSync('sha256', seal.key(seal.version), Buffer.alloc(0), `wardline drafts ${actorKey(actor)}`, 32)).toString('base64url') }),
  });
}
