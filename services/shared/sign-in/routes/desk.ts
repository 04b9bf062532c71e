/**
 * Signing in at a desk: number and password, then a second factor, then a password of one's own, then a factor for who has
 * none. Until all of it is done there is no session, only a ticket: a sealed cookie that says the password was right.
 */
import type { Router } from '@koa/router';
import type Koa from 'koa';
import { z } from 'zod';
import { systemActor } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { requireOwnPage, setOwnCookie } from '../../../core/http.ts';
import { refusals } from '../../../core/phrases.ts';
import { type Person, actorOf, findPerson } from '../../directory/index.ts';
import { noteLocked } from '../actions/locked.ts';
import { phrases } from '../phrases.ts';
import { nextStep } from '../rules.ts';
import { type DeskProgress, deskEntry, newPassword, passkeyAnswer, passkeyRegistration, totpCode, totpConfirmation } from '../schema.ts';
import { acceptableHash } from '../store/change.ts';
import { beginPasskey, beginTotp, challengePasskey, factorsOf, proveTotp, provePasskey, provenPasskey, provenTotp } from '../store/factors.ts';
import { countFromAddress, demandQuietAddress, tryProof } from '../store/guard.ts';
import { type PasswordRow, findPassword, isPassword, noteSignIn, savePassword } from '../store/passwords.ts';
import { savePasskey } from '../store/passkeys.ts';
import { giveToken, readToken, tokenMs } from '../store/tokens.ts';
import { saveTotp } from '../store/totp.ts';
import { type DoorParts, auditTurnedAway, enter, isSecure, readBody } from './door.ts';

const refuse = refusals(phrases);
const ticketCookie = 'wardline_ticket';
/** `passwordAt`: a password changed meanwhile ends the ticket. */
const ticketShape = z.object({ factor: z.enum(['totp', 'passkey']).optional(), passwordAt: z.number() });

interface Ticket {
  readonly person: Person;
  readonly row: PasswordRow;
  readonly factor: 'totp' | 'passkey' | undefined;
}

export function mountDesk(router: Router, parts: DoorParts): void {
  const { kit, now } = parts;
  const post = (path: string, step: (ctx: Koa.Context) => Promise<unknown>): void => {
    router.post(`/api/sign-in/desk${path}`, async (ctx) => {
      requireOwnPage(ctx);
      ctx.body = { data: await step(ctx) };
    });
  };
  const locked = (who: string): Promise<void> => tellLocked(parts, who);

  post('', async (ctx) => {
    const { number, password } = readBody(deskEntry, ctx);
    return progress(parts, ctx, await byPassword(parts, ctx.ip, number, password));
  });
  post('/totp', async (ctx) => {
    const { code } = readBody(z.object({ code: totpCode }), ctx);
    const ticket = await ticketOf(parts, ctx);
    await factorShown(parts, ctx, ticket, () => proveTotp(kit, ticket.person.number, code, now(), locked));
    return progress(parts, ctx, { ...ticket, factor: 'totp' });
  });
  post('/passkey/options', async (ctx) => {
    const { person } = await ticketOf(parts, ctx);
    return challengePasskey(kit, 'passkey sign-in', person.number, person.number, now());
  });
  post('/passkey', async (ctx) => {
    const proof = readBody(passkeyAnswer, ctx);
    const ticket = await ticketOf(parts, ctx);
    const { number } = ticket.person;
    await factorShown(parts, ctx, ticket, () => provePasskey(kit, 'passkey sign-in', number, number, proof, now(), locked));
    return progress(parts, ctx, { ...ticket, factor: 'passkey' });
  });
  post('/password', async (ctx) => {
    const { password } = readBody(newPassword, ctx);
    const ticket = await ticketAt(parts, ctx, 'password');
    const hash = await acceptableHash(kit, ticket.person, ticket.row, password);
    await kit.prisma.$transaction((tx) => savePassword(tx, ticket.person.number, hash, now(), false));
    return progress(parts, ctx, { ...ticket, row: { ...ticket.row, changedAt: now(), mustChange: false } });
  });
  post('/enrol/totp', async (ctx) => {
    const { number } = (await ticketAt(parts, ctx, 'enrol')).person;
    return beginTotp(kit, number, number, now());
  });
  post('/enrol/totp/confirm', async (ctx) => {
    const given = readBody(totpConfirmation, ctx);
    const ticket = await ticketAt(parts, ctx, 'enrol');
    const { number } = ticket.person;
    const { secret, step } = await provenTotp(kit, number, number, given, now());
    await saveTotp(kit.prisma, kit.seal, number, secret, step, now());
    return progress(parts, ctx, { ...ticket, factor: 'totp' });
  });
  post('/enrol/passkey', async (ctx) => {
    const { person } = await ticketAt(parts, ctx, 'enrol');
    return beginPasskey(kit, person, person.number, now());
  });
  post('/enrol/passkey/confirm', async (ctx) => {
    const { label, ...proof } = readBody(passkeyRegistration, ctx);
    const ticket = await ticketAt(parts, ctx, 'enrol');
    const { number } = ticket.person;
    await savePasskey(kit.prisma, number, label, await provenPasskey(kit, number, proof, now()), now());
    return progress(parts, ctx, { ...ticket, factor: 'passkey' });
  });
}

/** One answer, and one work, for an unknown number, a closed account, somebody who left and a wrong password. */
async function byPassword(parts: DoorParts, address: string, number: string, password: string): Promise<Ticket> {
  const { kit, now } = parts;
  const { prisma, rules } = kit;
  await demandQuietAddress(prisma, address, now());
  const person = await findPerson(prisma, number);
  const row = await findPassword(prisma, number);
  const isOpen = person?.active === true && row?.disabledAt === null;
  const holds = async (): Promise<boolean> => (await isPassword(row, password)) && isOpen;
  try {
    const right = await tryProof({ prisma, lock: rules.lock, locked: (who) => tellLocked(parts, who) }, number, 'password', now(), holds);
    if (!right || person === undefined || row === undefined) throw refuse('sign-in.wrong', { most: rules.lock.failures, minutes: rules.lock.minutes }, 401);
    return { person, row, factor: undefined };
  } catch (error) {
    if (error instanceof Refusal) {
      await countFromAddress(prisma, address, rules.lock, now());
      await auditTurnedAway(parts, { terminal: 'desk', origin: `desk:${number.slice(0, 40)}`, address }, error.code);
    }
    throw error;
  }
}

async function factorShown(parts: DoorParts, ctx: Koa.Context, { person }: Ticket, prove: () => Promise<void>): Promise<void> {
  const { kit, now } = parts;
  await demandQuietAddress(kit.prisma, ctx.ip, now());
  try {
    await prove();
  } catch (error) {
    if (error instanceof Refusal) {
      await countFromAddress(kit.prisma, ctx.ip, kit.rules.lock, now());
      await auditTurnedAway(parts, { terminal: 'desk', origin: `desk:${person.number}`, address: ctx.ip }, error.code);
    }
    throw error;
  }
}

async function tellLocked({ kit, corridor }: DoorParts, who: string): Promise<void> {
  if ((await findPerson(kit.prisma, who)) !== undefined) await corridor.run(systemActor, noteLocked, { number: who });
}

/** What is left to do, and the session when nothing is. */
async function progress(parts: DoorParts, ctx: Koa.Context, { person, row, factor }: Ticket): Promise<DeskProgress> {
  const { kit, now } = parts;
  const { totp, passkeys } = await factorsOf(kit, person.number);
  const next = nextStep({ changedAt: row.changedAt, mustChange: row.mustChange, hasFactor: totp || passkeys.length > 0 }, { factor: factor !== undefined }, kit.rules.policy, now());
  const view = { next, name: person.name, totp, passkey: passkeys.length > 0, passkeysPossible: kit.party !== undefined, minLength: kit.rules.policy.minLength };
  if (next !== 'done' || factor === undefined) {
    const token = giveToken(kit.seal, 'desk ticket', person.number, { factor, passwordAt: row.changedAt.getTime() }, now());
    setOwnCookie(ctx, ticketCookie, token, tokenMs, isSecure(parts));
    return view;
  }
  setOwnCookie(ctx, ticketCookie, '', 0, isSecure(parts));
  const actor = await actorOf(kit.prisma, person.number, 'http', 'desk');
  const entered = await enter(parts, ctx, actor, { terminal: 'desk', by: `password+${factor}`, steppedUpBy: factor });
  await noteSignIn(kit.prisma, person.number, now());
  return { ...view, me: entered };
}

/** @throws Refusal `sign-in.ticket-over` */
async function ticketOf({ kit, now }: DoorParts, ctx: Koa.Context): Promise<Ticket> {
  const ticket = readToken(kit.seal, 'desk ticket', ctx.cookies.get(ticketCookie) ?? '', ticketShape, now());
  const number = ticket?.holder ?? '';
  const person = await findPerson(kit.prisma, number);
  const row = await findPassword(kit.prisma, number);
  const holds = person?.active === true && row?.disabledAt === null && row.changedAt.getTime() === ticket?.data.passwordAt;
  if (!holds || ticket === undefined) throw refuse('sign-in.ticket-over', {}, 401);
  return { person, row, factor: ticket.data.factor };
}

/** Only when it is this step's turn. @throws Refusal `sign-in.ticket-over` */
async function ticketAt(parts: DoorParts, ctx: Koa.Context, step: 'password' | 'enrol'): Promise<Ticket> {
  const { kit, now } = parts;
  const ticket = await ticketOf(parts, ctx);
  const { totp, passkeys } = await factorsOf(kit, ticket.person.number);
  const account = { changedAt: ticket.row.changedAt, mustChange: ticket.row.mustChange, hasFactor: totp || passkeys.length > 0 };
  if (nextStep(account, { factor: ticket.factor !== undefined }, kit.rules.policy, now()) !== step) throw refuse('sign-in.ticket-over', {}, 401);
  return ticket;
}
