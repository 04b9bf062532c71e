/** What administrators see of accounts and duties. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { type AnyQuery, defineQuery } from '../../../core/module.ts';
import { openSessions } from '../../../core/session.ts';
import { type Person, administrators, functionHolders, searchPeople } from '../../directory/index.ts';
import { adminDuties, dutyNames, dutyWords, functionWords } from '../model.ts';
import { accountState } from '../rules.ts';
import { systemFunctions } from '../../directory/schema.ts';
import { type AccountRow, accountsQuery, accountsView, administratorsView } from '../schema.ts';
import type { SignInRules } from '../settings.ts';
import { lockedUntil } from '../store/guard.ts';

const pageSize = 20;

const seeAdministrators = defineQuery({
  name: 'sign-in.administrators',
  input: z.object({}),
  output: administratorsView,
  policy: byAdmin('system', 'security', 'audit'),
  // Names of administrators, no patient in it.
  audited: false,
  body: async ({ tx, actor }) => {
    const [people, helpers] = [await administrators(tx), await functionHolders(tx)];
    return {
      duties: adminDuties.map((duty) => ({ duty, name: dutyNames[duty], words: dutyWords[duty], holders: people.filter(({ adminRole }) => adminRole === duty) })),
      functions: systemFunctions.map((each) => ({ function: each, ...functionWords[each], holders: helpers.filter(({ functions }) => functions.includes(each)) })),
      mayAppoint: actor.kind === 'staff' && actor.adminRole === 'security',
    };
  },
});

function accountsOf(rules: SignInRules): AnyQuery {
  return defineQuery({
    name: 'sign-in.accounts',
    input: accountsQuery,
    output: accountsView,
    policy: byAdmin('system', 'security'),
    audited: false,
    body: async ({ tx, now, actor }, { search, only, page }) => {
      const among = only === 'opened' ? (await tx.password.findMany({ select: { staffNumber: true } })).map(({ staffNumber }) => staffNumber) : undefined;
      const { people, total } = await searchPeople(tx, { words: search, among, skip: (page - 1) * pageSize, take: pageSize });
      const may = (person: Person): boolean => person.number !== actor.id && actor.kind === 'staff' && (actor.adminRole === 'system') === (person.adminRole === undefined);
      return { accounts: await rowsOf(tx, people, rules, now, may), total, pageSize };
    },
  });
}

async function rowsOf(tx: Tx, people: readonly Person[], rules: SignInRules, now: Date, may: (person: Person) => boolean): Promise<AccountRow[]> {
  const numbers = people.map(({ number }) => number);
  const within = { staffNumber: { in: numbers } };
  const passwords = new Map((await tx.password.findMany({ where: within })).map((row) => [row.staffNumber, row]));
  const totps = new Set((await tx.totp.findMany({ where: within, select: { staffNumber: true } })).map(({ staffNumber }) => staffNumber));
  const passkeys = Map.groupBy(await tx.passkey.findMany({ where: within, select: { staffNumber: true } }), ({ staffNumber }) => staffNumber);
  const locks = await lockedUntil(tx, numbers);
  const rows: AccountRow[] = [];
  for (const person of people) {
    const { number, name, departmentName, title, active, adminRole } = person;
    const password = passwords.get(number);
    rows.push({
      number,
      name,
      departmentName,
      title,
      active,
      adminRole: adminRole ?? null,
      state: accountState(password, locks.get(number), now),
      lastSignInAt: password?.lastSignInAt ?? null,
      totp: totps.has(number),
      passkeys: passkeys.get(number)?.length ?? 0,
      openSessions: (await openSessions(tx, number, now, rules.sessions)).length,
      manageable: may(person),
    });
  }
  return rows;
}

export function lists(rules: SignInRules) {
  const accounts = accountsOf(rules);
  return {
    queries: [seeAdministrators, accounts] as readonly AnyQuery[],
    routes: [
      { method: 'GET', path: '/sign-in/administrators', does: seeAdministrators },
      { method: 'GET', path: '/sign-in/accounts', does: accounts },
    ] as const,
  };
}
