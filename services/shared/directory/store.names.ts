/** What people and departments that messages name are called. */
import type { Tx } from '../../core/db.ts';
import type { Colleague } from '../../core/schema.ts';

/** A person as a message names them. */
export interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

export interface Names {
  /** The name as it was told, else as the directory has it; `null` for nobody. */
  person(named: Named | null | undefined): Colleague;
  /** The directory's name, else the code itself; empty for none. */
  department(code: string | null | undefined): string;
}

/** Professional titles of these staff numbers, as far as they are known. */
export async function titlesOf(tx: Tx, numbers: readonly string[]): Promise<Map<string, string>> {
  const known = numbers.length === 0 ? [] : await tx.staff.findMany({ where: { number: { in: [...new Set(numbers)] } }, select: { number: true, title: true } });
  return new Map(known.map(({ number, title }) => [number, title ?? '']));
}

export async function namesOf(tx: Tx, people: readonly (Named | null | undefined)[], departments: readonly (string | null | undefined)[] = []): Promise<Names> {
  const numbers = [...new Set(people.flatMap((one) => (one?.number === undefined || one.name !== undefined ? [] : [one.number])))];
  const codes = [...new Set(departments.flatMap((code) => code ?? []))];
  const staff = numbers.length === 0 ? [] : await tx.staff.findMany({ where: { number: { in: numbers } }, select: { number: true, name: true } });
  const known = codes.length === 0 ? [] : await tx.department.findMany({ where: { code: { in: codes } }, select: { code: true, name: true } });
  const nameOf = new Map(staff.map(({ number, name }) => [number, name]));
  const departmentOf = new Map(known.map(({ code, name }) => [code, name]));
  return {
    person: (named) => {
      if (named === null || named === undefined) return null;
      const { number = '', name = nameOf.get(number) ?? '' } = named;
      return number === '' && name === '' ? null : { number, name };
    },
    department: (code) => (code === null || code === undefined ? '' : (departmentOf.get(code) ?? code)),
  };
}
