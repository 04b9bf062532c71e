/** Numbers of staff: one's own, proved by a code; or the desk's, from a file. Sealed, and never shown whole. */
import { createHash, randomInt } from 'node:crypto';
import { z } from 'zod';
import { maskPhone } from '../../../cards/masking.ts';
import { byAnyStaff, byFunction } from '../../core/access.ts';
import { readTable } from '../../core/csv.ts';
import type { Tx } from '../../core/db.ts';
import { type Action, type Query, defineAction, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { Seal } from '../../core/seal.ts';
import { findPeople } from '../directory/index.ts';
import { mobileNumber } from './model.ts';
import { phrases } from './phrases.ts';
import { codeMinutes, codeTries, mayAskCode } from './rules.ts';
import { codeGiven, myPhone, phoneAsked, preview, upload } from './schema.ts';
import { closeCode, keepPhone, openCode, phoneOf } from './store.ts';

export const refuse = refusals(phrases);
/** Whoever runs what goes out to the platforms. */
export const mayRun = byFunction('platforms');
const digestOf = (staff: string, code: string): string => createHash('sha256').update(`${staff} ${code}`).digest('hex');

export function myPhoneOf(seal: Seal, given: { readonly canProve: boolean; readonly isUsed: boolean }): Query<Record<string, never>, z.infer<typeof myPhone>> {
  return defineQuery({
    name: 'urging.my-phone',
    input: z.object({}),
    output: myPhone,
    policy: byAnyStaff,
    audited: false,
    body: async ({ tx, actor }) => {
      const kept = await phoneOf(tx, seal, actor.id);
      return { shown: kept === undefined ? null : maskPhone(kept.phone), source: kept?.source ?? null, at: kept?.at ?? null, ...given };
    },
  });
}

/** Keeps a fresh code and gives it to the flow that sends it; no route leads here. */
export function keepCode(seal: Seal): Action<z.output<typeof phoneAsked>, { code: string }> {
  return defineAction({
    name: 'urging.keep-code',
    input: phoneAsked,
    output: z.object({ code: z.string() }),
    policy: byAnyStaff,
    body: async ({ tx, now, actor }, { phone }) => {
      if (!mobileNumber.test(phone)) throw refuse('urging.number', {}, 422);
      const staff = actor.id;
      const last = await tx.staffPhoneCode.findUnique({ where: { staffNumber: staff } });
      if (!mayAskCode(last ?? undefined, now)) throw refuse('urging.code-too-soon');
      const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
      const isSameHour = last !== null && now.getTime() - last.hourFrom.getTime() < 3_600_000;
      const data = { sealedPhone: closeCode(seal, staff, phone), digest: digestOf(staff, code), tries: 0, sentAt: now, hourFrom: isSameHour ? last.hourFrom : now, inHour: isSameHour ? last.inHour + 1 : 1 };
      await tx.staffPhoneCode.upsert({ where: { staffNumber: staff }, create: { staffNumber: staff, ...data }, update: data });
      return { code };
    },
  });
}

/** What a wrong code costs is kept: a refusal would take it back with the transaction. */
export function proveCode(seal: Seal): Action<z.output<typeof codeGiven>, { proved: 'yes' | 'wrong' | 'over' }> {
  return defineAction({
    name: 'urging.prove-phone',
    input: codeGiven,
    output: z.object({ proved: z.enum(['yes', 'wrong', 'over']) }),
    policy: byAnyStaff,
    body: async ({ tx, now, actor }, { code }) => {
      const staff = actor.id;
      const { count } = await tx.staffPhoneCode.updateMany({ where: { staffNumber: staff, tries: { lt: codeTries }, sentAt: { gt: new Date(now.getTime() - codeMinutes * 60_000) }, digest: { not: '' } }, data: { tries: { increment: 1 } } });
      const row = await tx.staffPhoneCode.findUnique({ where: { staffNumber: staff } });
      if (count === 0 || row === null) return { proved: 'over' as const };
      if (row.digest !== digestOf(staff, code)) return { proved: 'wrong' as const };
      await keepPhone(tx, seal, staff, openCode(seal, staff, row.sealedPhone), 'self', staff, now);
      await tx.staffPhoneCode.update({ where: { staffNumber: staff }, data: { digest: '' } });
      return { proved: 'yes' as const };
    },
  });
}

export const forgetPhone = defineAction({
  name: 'urging.forget-phone',
  input: z.object({}),
  output: z.void(),
  policy: byAnyStaff,
  body: async ({ tx, actor }) => void (await tx.staffPhone.deleteMany({ where: { staffNumber: actor.id } })),
});

type Row = { readonly number: string; readonly phone: string; readonly name: string };

interface Compared {
  readonly rows: number;
  readonly bad: { readonly line: number; readonly why: string }[];
  readonly added: Row[];
  readonly changed: Row[];
  readonly same: number;
}

const columns = { number: '工号', phone: '手机号' } as const;
const mostShown = 20;

/** What people proved themselves stays: a list of the personnel office is older than the code they typed. */
async function compare(tx: Tx, seal: Seal, base64: string): Promise<Compared> {
  const table = readTable(Buffer.from(base64, 'base64'));
  if ('trouble' in table) throw table.trouble === 'broken' ? refuse('urging.file-broken', { line: table.line }, 400) : refuse(`urging.file-${table.trouble}`, {}, 400);
  const places = Object.entries(columns).map(([key, title]) => [key, title, table.header.indexOf(title)] as const);
  const missing = places.filter(([, , place]) => place < 0).map(([, title]) => title);
  if (missing.length > 0) throw refuse('urging.file-header', { missing: missing.join('、') }, 400);
  const [numberAt, phoneAt] = places.map(([, , place]) => place) as [number, number];
  const lines = table.lines.map((cells, at) => ({ line: at + 2, number: cells[numberAt] ?? '', phone: (cells[phoneAt] ?? '').replaceAll(/[\s-]/g, '').replace(/^(\+?86)(?=1)/, '') }));
  const people = await findPeople(tx, lines.map(({ number }) => number));
  const result: Compared = { rows: lines.length, bad: [], added: [], changed: [], same: 0 };
  let same = 0;
  for (const { line, number, phone } of lines) {
    const person = people.get(number);
    if (person?.active !== true) result.bad.push({ line, why: `没有在岗的工号 ${number}` });
    else if (!mobileNumber.test(phone)) result.bad.push({ line, why: `${person.name}的手机号不是 11 位手机号码` });
    else {
      const kept = await phoneOf(tx, seal, number);
      if (kept === undefined) result.added.push({ number, phone, name: person.name });
      else if (kept.source === 'self' || kept.phone === phone) same += 1;
      else result.changed.push({ number, phone, name: person.name });
    }
  }
  return { ...result, same };
}

const example = (what: 'added' | 'changed') => ({ number, name, phone }: Row) => ({ what, key: number, name: `${name} ${maskPhone(phone)}` });

function viewOf({ rows, bad, added, changed, same }: Compared): z.output<typeof preview> {
  return { rows, added: added.length, changed: changed.length, same, bad: bad.slice(0, mostShown), examples: [...added.slice(0, mostShown).map(example('added')), ...changed.slice(0, mostShown).map(example('changed'))] };
}

export function previewPhones(seal: Seal): Query<z.output<typeof upload>, z.output<typeof preview>> {
  return defineQuery({ name: 'urging.preview-phones', input: upload, output: preview, policy: mayRun, audited: false, body: async ({ tx }, { file: { base64 } }) => viewOf(await compare(tx, seal, base64)) });
}

export function importPhones(seal: Seal): Action<z.output<typeof upload>, z.output<typeof preview>> {
  return defineAction({
    name: 'urging.import-phones',
    input: upload,
    output: preview,
    policy: mayRun,
    subject: ({ file: { name } }) => name,
    body: async ({ tx, now, actor }, { file: { base64 } }) => {
      const compared = await compare(tx, seal, base64);
      for (const { number, phone } of [...compared.added, ...compared.changed]) await keepPhone(tx, seal, number, phone, 'file', actor.id, now);
      return viewOf(compared);
    },
  });
}
