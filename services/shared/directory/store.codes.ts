/** Whether codes that messages name are ours. */
import type { Tx } from '../../core/db.ts';

export type CodedKind = 'department' | 'ward' | 'staff';

export type CodesByKind = Readonly<Record<CodedKind, readonly string[]>>;

export interface AskedCodes {
  /** Those that the directory has, in use or not. */
  readonly known: CodesByKind;
  /** Kinds of which it has any at all: before it is filled, nothing can be said to be unknown. */
  readonly kept: Readonly<Record<CodedKind, boolean>>;
}

/** By one statement, whatever is asked. */
export async function askCodes(tx: Tx, { department, ward, staff }: CodesByKind): Promise<AskedCodes> {
  const [row] = await tx.$queryRaw<(Record<CodedKind, string[]> & Record<`any${Capitalize<CodedKind>}`, boolean>)[]>`
    SELECT ARRAY(SELECT code FROM department WHERE code = ANY(${[...department]}::text[])) AS department, EXISTS (SELECT 1 FROM department) AS "anyDepartment",
           ARRAY(SELECT code FROM ward WHERE code = ANY(${[...ward]}::text[])) AS ward, EXISTS (SELECT 1 FROM ward) AS "anyWard",
           ARRAY(SELECT number FROM staff WHERE number = ANY(${[...staff]}::text[])) AS staff, EXISTS (SELECT 1 FROM staff) AS "anyStaff"`;
  const { anyDepartment = false, anyWard = false, anyStaff = false, ...known } = row ?? { department: [], ward: [], staff: [] };
  return { known, kept: { department: anyDepartment, ward: anyWard, staff: anyStaff } };
}

export async function knowsCode(tx: Tx, kind: CodedKind, code: string): Promise<boolean> {
  return (await askCodes(tx, { department: [], ward: [], staff: [], [kind]: [code] })).known[kind].length > 0;
}
