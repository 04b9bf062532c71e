/** The signatures' door: enrolment, the signing itself (outside any transaction), and the signed documents kept. */
import { z } from 'zod';
import { type Actor, byAnyStaff } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type Module, type Query, defineFlow, defineModule, defineQuery } from '../../core/module.ts';
import { caRefusals, verificationWords } from '../../links/ca/phrases.ts';
import type { CertificateAuthority, DetachedSignature, Verification } from '../../links/ca/port.ts';
import type { Prisma } from '../../../prisma/generated/client.ts';
import { whoAmI } from '../directory/index.ts';
import { mySignature, pin, signedDocument, storedSignature, verification } from './schema.ts';

export { pin } from './schema.ts';
export { prismaKeyStore } from './key-store.ts';

export interface Kept {
  readonly id: string;
  readonly act: string;
  readonly subject: string;
  readonly signer: string;
  readonly document: unknown;
  readonly signature: DetachedSignature;
}

/** Keeps what was signed, inside the caller's transaction. One signature a person for an act on a subject. */
export async function keepSignature(tx: Tx, now: Date, { document, signature, ...kept }: Kept): Promise<void> {
  await tx.signature.create({ data: { ...kept, document: document as Prisma.InputJsonValue, signature: { ...signature } as unknown as Prisma.InputJsonValue, signedAt: now } });
}

/** An act that is signed. What was signed is patient data: the module whose act it is says who may see it. */
export interface SignedAct {
  readonly act: string;
  readonly maySee: (tx: Tx, now: Date, actor: Actor, subject: string) => Promise<boolean>;
  /** Whose data was signed. */
  readonly about: (tx: Tx, subject: string) => Promise<readonly string[]>;
}

function storedOf(acts: readonly SignedAct[]): Query<{ id: string }, z.infer<typeof storedSignature>> {
  return defineQuery({
    name: 'signatures.stored',
    input: z.object({ id: z.uuid() }),
    output: storedSignature,
    policy: byAnyStaff,
    audited: true,
    subject: ({ id }) => id,
    about: async (tx, { id }) => {
      const row = await tx.signature.findUnique({ where: { id }, select: { act: true, subject: true } });
      return (await acts.find(({ act }) => act === row?.act)?.about(tx, row?.subject ?? '')) ?? [];
    },
    body: async ({ tx, now, actor }, { id }) => {
      const row = await tx.signature.findUnique({ where: { id } });
      const act = acts.find((candidate) => candidate.act === row?.act);
      if (row === null || act === undefined || !(await act.maySee(tx, now, actor, row.subject))) throw new Refusal('core.not-found', {}, 404);
      return row;
    },
  });
}

/** @param mayEnrol throws for a session that may not give its person a new PIN, which is a second factor */
export function signatures(authority: CertificateAuthority, acts: readonly SignedAct[], mayEnrol: (actor: Actor, now: Date) => Promise<unknown>): Module {
  const stored = storedOf(acts);
  const mine = defineFlow({
    name: 'signatures.mine',
    input: z.object({}),
    output: mySignature,
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor }) => {
      const certificate = (await authority.certificates(actor.id)).find((candidate) => candidate.state === 'valid');
      if (certificate === undefined) return { enrolled: false };
      const { serial, algorithm, notAfter: validUntil } = certificate;
      return { enrolled: true, certificate: { serial, algorithm, validUntil } };
    },
  });

  const enrol = defineFlow({
    name: 'signatures.enrol',
    input: z.object({ pin }),
    output: mySignature,
    policy: byAnyStaff,
    audited: true,
    body: async ({ actor, now, ask }, input) => {
      // Whoever has a PIN hears that first.
      if (!(await authority.certificates(actor.id)).some(({ state }) => state === 'valid')) await mayEnrol(actor, now);
      const person = await ask(whoAmI, {});
      const { serial, algorithm, notAfter: validUntil } = await authority.enrol({ staffNumber: person.number, name: person.name, department: person.departmentName }, input.pin);
      return { enrolled: true, certificate: { serial, algorithm, validUntil } };
    },
  });

  const show = defineFlow({
    name: 'signatures.show',
    input: z.object({ id: z.uuid() }),
    output: signedDocument,
    policy: byAnyStaff,
    audited: false,
    body: async ({ ask }, input) => {
      const row = await ask(stored, input);
      return { ...row, verification: viewOf(await authority.verify(row.document, row.signature)) };
    },
  });

  const verify = defineFlow({
    name: 'signatures.verify',
    input: z.object({ document: z.unknown(), signature: z.unknown() }),
    output: verification,
    policy: byAnyStaff,
    audited: false,
    body: async (_context, input) => viewOf(await authority.verify(input.document, input.signature)),
  });

  return defineModule({
    name: 'signatures',
    queries: [stored],
    flows: [mine, enrol, show, verify],
    routes: [
      { method: 'GET', path: '/signatures/me', does: mine },
      { method: 'POST', path: '/signatures/enrol', does: enrol },
      { method: 'POST', path: '/signatures/verify', does: verify, exact: ['document', 'signature'] },
      { method: 'GET', path: '/signatures/:id', does: show, exact: ['document', 'signature'] },
    ],
    phrases: caRefusals,
    acts: { 'signatures.stored': '查看已签名的文书', 'signatures.show': '查看已签名的文书', 'signatures.mine': '查看我的证书', 'signatures.enrol': '启用电子签名', 'signatures.verify': '核验签名' },
  });
}

function viewOf(result: Verification): z.infer<typeof verification> {
  const { valid, reason, signer, serial, signedAt } = result;
  return {
    valid,
    reason,
    sentence: verificationWords[reason],
    ...(signer === undefined ? {} : { signerName: signer.name, signerNumber: signer.staffNumber }),
    ...(signedAt === undefined ? {} : { signedAt }),
    ...(serial === undefined ? {} : { certificateSerial: serial }),
  };
}
