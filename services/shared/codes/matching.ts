/**
 * Called by the intake for the messages of one transaction: codes are made ours, and what nothing here knows is named.
 * A process keeps the mappings while their version holds, and the directory's codes that it met once; so a message
 * whose codes are all known costs no query of its own.
 */
import type { Tx } from '../../core/db.ts';
import type { Said } from '../../links/statements/schema.ts';
import { type CodedKind, askCodes } from '../directory/index.ts';
import type { CodeUse } from './model.ts';
import { type Diagnoses, nameDiagnoses, candidatesOf } from './rules.diagnoses.ts';
import { type KnowsType, type MappingTable, type Met, directoryKinds, effective, isDirectoryKind, isUnderstood, tableOf, translate } from './rules.ts';
import { allMappings, versionOf } from './store.ts';

export interface Matched {
  readonly said: Said;
  /** Each once. */
  readonly unknown: readonly CodeUse[];
}

export interface CodeMatcher {
  match(tx: Tx, messages: readonly Said[]): Promise<readonly Matched[]>;
  /** Goes up with every change of a mapping. */
  version(tx: Tx): Promise<number>;
}

/** Codes of a kind that are kept in mind; a hospital has some thousand. */
const most = 20_000;

/** Of these codes, what the hospital's list of diagnoses calls them; `undefined` while no list is loaded. Lent by whoever keeps the lists. */
export type AskDiagnoses = (tx: Tx, codes: readonly string[]) => Promise<Diagnoses | undefined>;

const noList: AskDiagnoses = () => Promise.resolve(undefined);

export function codeMatcher(knowsType: KnowsType, askDiagnoses: AskDiagnoses = noList): CodeMatcher {
  let kept: { readonly version: number; readonly table: MappingTable } | undefined;
  const known: Readonly<Record<CodedKind, Set<string>>> = { department: new Set(), ward: new Set(), staff: new Set() };

  async function table(tx: Tx): Promise<MappingTable> {
    const version = await versionOf(tx);
    if (kept?.version !== version) kept = { version, table: tableOf(version === 0 ? [] : await allMappings(tx)) };
    return kept.table;
  }

  return {
    version: versionOf,
    match: async (tx, messages) => {
      const mappings = await table(tx);
      const translated = messages.map((said) => translate(said, mappings));
      const strange = await strangers(tx, known, translated.flatMap(({ met }) => met));
      const diagnosed = [...new Set(translated.flatMap(({ met }) => met.flatMap((one) => (one.kind === 'diagnosis' ? candidatesOf(effective(one)) : []))))];
      const diagnoses = diagnosed.length === 0 ? undefined : await askDiagnoses(tx, diagnosed);
      const isUnknown = (met: Met): boolean => (isDirectoryKind(met.kind) ? strange[met.kind].has(effective(met)) : !isUnderstood(met, knowsType, diagnoses));
      return translated.map(({ said, met }, place) => ({ said: nameDiagnoses(said, messages[place] ?? said, diagnoses), unknown: once(met.filter(isUnknown)) }));
    },
  };
}

/** Of each of the directory's kinds, the codes that it does not have; one question for all that were not met before. */
async function strangers(tx: Tx, known: Readonly<Record<CodedKind, Set<string>>>, met: readonly Met[]): Promise<Readonly<Record<CodedKind, ReadonlySet<string>>>> {
  const strange: Record<CodedKind, Set<string>> = { department: new Set(), ward: new Set(), staff: new Set() };
  const newOf = (kind: CodedKind): string[] => [...new Set(met.flatMap((one) => (one.kind === kind && !known[kind].has(effective(one)) ? [effective(one)] : [])))];
  const asked = { department: newOf('department'), ward: newOf('ward'), staff: newOf('staff') };
  if (directoryKinds.every((kind) => asked[kind].length === 0)) return strange;
  const found = await askCodes(tx, asked);
  for (const kind of directoryKinds) {
    if (known[kind].size > most) known[kind].clear();
    for (const code of found.known[kind]) known[kind].add(code);
    if (found.kept[kind]) strange[kind] = new Set(asked[kind].filter((code) => !known[kind].has(code)));
  }
  return strange;
}

function once(met: readonly Met[]): CodeUse[] {
  const seen = new Map(met.map(({ kind, code, text, place }) => [`${kind} ${code}`, { kind, code, text, place }]));
  return [...seen.values()];
}
