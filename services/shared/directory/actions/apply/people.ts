/** Staff, their accounts on the chat platforms, and the platforms' departments. */
import type { Tx } from '../../../../core/db.ts';
import { type AccountTold, accountTold, bindingTold, staffTold } from '../../../../links/his/schema.ts';
import { judgeAccount, judgeBinding, judgeStaff } from '../../rules.ts';
import { upsertAccounts, upsertBindings, upsertStaff } from '../../store/bulk.ts';
import { numbersTwice, tenantOf } from '../../store/readings.ts';
import { type Kind, shown, wordOf } from './common.ts';
import { presentDepartments } from './places.ts';

interface StaffRow {
  readonly number: string;
  readonly name: string;
}

const staffColumns = { number: true, name: true, role: true, title: true, departmentCode: true, wardCode: true, active: true, source: true } as const;

export const staff: Kind<StaffRow> = {
  judge: async (tx, reading, rows) => {
    const told = rows.map(({ row }) => staffTold.parse(row));
    const found = await tx.staff.findMany({ where: { number: { in: told.map(({ number }) => number) } }, select: staffColumns });
    const here = new Map(found.map((row) => [row.number, row]));
    const departments = await presentDepartments(tx, told.map(({ department }) => department));
    const wards = await presentWards(tx, told.map(({ ward }) => ward));
    return told.map(({ number, name, role, title, department, ward, active }) => {
      const row = { number, name, role, title, departmentCode: department, wardCode: ward ?? null, active, source: wordOf(reading) };
      const verdict = judgeStaff(row, here.get(number), { department: departments.has(department), ward: row.wardCode === null || wards.has(row.wardCode) });
      return { key: number, subject: number, row, verdict, facts: { name, told: shown(row), here: shown(here.get(number)) } };
    });
  },
  write: upsertStaff,
};

async function presentWards(tx: Tx, codes: readonly (string | null | undefined)[]): Promise<Set<string>> {
  const asked = [...new Set(codes.filter((code) => code !== null && code !== undefined))];
  return new Set((await tx.ward.findMany({ where: { code: { in: asked } }, select: { code: true } })).map(({ code }) => code));
}

interface AccountRow {
  readonly userFolded: string;
}

export const accounts: Kind<AccountRow> = {
  judge: async (tx, reading, rows) => {
    const [platform, corp] = tenantOf(reading.source);
    const told = rows.map(({ row }) => accountTold.parse(row));
    const bound = new Map((await tx.staffAccount.findMany({ where: { platform, corp, userFolded: { in: rows.map(({ key }) => key) } }, include: { staff: { select: { name: true, active: true } } } })).map((row) => [row.userFolded, row]));
    const numbers = told.map(({ staffNumber }) => staffNumber).filter((number) => number !== '');
    const people = new Map((await tx.staff.findMany({ where: { number: { in: numbers } }, select: { number: true, name: true, active: true } })).map((row) => [row.number, row]));
    const others = new Set((await tx.staffAccount.findMany({ where: { platform, corp, staffNumber: { in: numbers } }, select: { staffNumber: true } })).map(({ staffNumber }) => staffNumber));
    const twice = await numbersTwice(tx, reading.id, numbers);
    return told.map((account) => {
      const userFolded = account.user.toLowerCase();
      const here = bound.get(userFolded);
      const person = people.get(account.staffNumber);
      const verdict = judgeAccount(account, { boundTo: here?.staffNumber, unionId: here?.unionId ?? null, person, numberTwice: twice.has(account.staffNumber), hasAnother: others.has(account.staffNumber), ownerLeft: here?.staff.active === false });
      const row = { platform, corp, user: account.user, userFolded, unionId: account.unionId ?? null, staffNumber: here?.staffNumber ?? account.staffNumber };
      const known = here === undefined ? person && { number: account.staffNumber, name: person.name } : { number: here.staffNumber, name: here.staff.name };
      return { key: userFolded, subject: `${platform}:${corp}:${account.user}`, row, verdict, facts: { name: account.name, told: accountShown(account), here: known } };
    });
  },
  write: upsertAccounts,
};

const accountShown = ({ user, name, staffNumber, departments, unionId }: AccountTold) => ({ user, name, staffNumber, departments: departments.join('、'), unionId: unionId ?? null });

interface BindingRow {
  readonly external: string;
}

export const bindings: Kind<BindingRow> = {
  judge: async (tx, reading, rows) => {
    const [platform, corp] = tenantOf(reading.source);
    const told = rows.map(({ row }) => bindingTold.parse(row));
    const here = new Map((await tx.departmentBinding.findMany({ where: { platform, corp, external: { in: rows.map(({ key }) => key) } } })).map((row) => [row.external, row]));
    const alike = await tx.department.findMany({ where: { name: { in: told.map(({ name }) => name) }, active: true }, select: { code: true, name: true } });
    const named = Map.groupBy(alike, ({ name }) => name);
    return told.map((department) => {
      const bound = here.get(department.external);
      const suggestion = named.get(department.name)?.length === 1 ? named.get(department.name)?.[0] : undefined;
      const row = { platform, corp, external: department.external, name: department.name, departmentCode: bound?.departmentCode ?? '' };
      // Of the same name: a suggestion a person presses, not a decision.
      return { key: department.external, subject: `${platform}:${corp}:${department.external}`, row, verdict: judgeBinding(department, bound), facts: { name: department.name, told: { external: department.external, name: department.name }, here: suggestion } };
    });
  },
  write: upsertBindings,
};
