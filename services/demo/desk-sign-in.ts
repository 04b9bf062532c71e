/**
 * How somebody new tries a desk sign-in: the three administrators of the demonstration with a password and a one-time code
 * made for this installation. Only where `DEMO` is on; nobody of a real hospital has either.
 */
import { z } from 'zod';
import { staff } from '../../prisma/demo/hospital.ts';
import { type SignInKit, codeAt, dutyNames, draftTotp, findPassword, hashPassword, initialPassword, savePassword, saveTotp } from '../shared/sign-in/index.ts';

const name = 'demo.desk-sign-in';
const kept = z.object({ people: z.array(z.object({ number: z.string(), password: z.string(), secret: z.string(), changedAt: z.coerce.date() })) });
type Kept = z.infer<typeof kept>;

export interface DemoDesk {
  readonly number: string;
  readonly name: string;
  readonly duty: string;
  /** Absent once the person has a password of their own. */
  readonly password?: string;
  readonly code?: string;
}

export async function demoDesks(kit: SignInKit, now: Date): Promise<DemoDesk[]> {
  const { people } = await made(kit, now);
  const desks: DemoDesk[] = [];
  for (const person of staff) {
    if (person.adminRole === undefined) continue;
    const own = people.find(({ number }) => number === person.number);
    const row = await findPassword(kit.prisma, person.number);
    const shown = own !== undefined && row?.changedAt.getTime() === own.changedAt.getTime() ? { password: own.password, code: codeAt(own.secret, now) } : {};
    desks.push({ number: person.number, name: person.name, duty: dutyNames[person.adminRole], ...shown });
  }
  return desks;
}

let making: Promise<Kept> | undefined;

/** Made when the page first asks; two pages at once ask for the same. */
function made(kit: SignInKit, now: Date): Promise<Kept> {
  making ??= read(kit).then((found) => found ?? make(kit, now)).finally(() => (making = undefined));
  return making;
}

async function read({ prisma, seal }: SignInKit): Promise<Kept | undefined> {
  const row = await prisma.setting.findUnique({ where: { name } });
  const sealed = z.object({ sealed: z.string() }).safeParse(row?.value);
  return sealed.success ? kept.parse(JSON.parse(seal.open(sealed.data.sealed, name).toString())) : undefined;
}

async function make({ prisma, seal, issuer }: SignInKit, now: Date): Promise<Kept> {
  const people: Kept['people'] = [];
  for (const { number, adminRole } of staff) {
    if (adminRole === undefined || (await findPassword(prisma, number)) !== undefined) continue;
    const password = initialPassword();
    const { secret } = draftTotp(number, issuer);
    await savePassword(prisma, number, await hashPassword(password), now, false);
    await saveTotp(prisma, seal, number, secret, null, now);
    people.push({ number, password, secret, changedAt: now });
  }
  const value = { sealed: seal.close(Buffer.from(JSON.stringify({ people })), name) };
  await prisma.setting.upsert({ where: { name }, create: { name, value, changedAt: now, changedBy: 'system:demo' }, update: { value, changedAt: now } });
  return { people };
}
