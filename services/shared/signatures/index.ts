/** The signatures' door: enrolment, the signing itself (outside any transaction), and the signed documents kept. */
import { z } from 'zod';
import { type Actor, type Policy, allow, byAnyStaff, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Module, defineFlow, defineModule, defineQuery } from '../../core/module.ts';
import { caRefusals, verificationWords } from '../../links/ca/phrases.ts';
import type { CertificateAuthority, DetachedSignature, Verification } from '../../links/ca/port.ts';
import type { Prisma } from '../../../prisma/generated/client.ts';
import { findPerson, whoAmI } from '../directory/index.ts';
import { mySignature, pin, signedDocument, verification } from './schema.ts';

export { pin } from './schema.ts';
export { prismaKeyStore } from './key-store.ts';

/** Keeps what was signed, inside the caller's transaction. One signature a person for an act on a subject. */
export async function keepSignature(tx: Tx, now: Date, kept: { act: string; subject: string; signer: string; document: unknown; signature: DetachedSignature }): Promise<string> {
  const { document, signature, ...rest } = kept;
  const row = await tx.signature.create({
    data: { id: newId(now.getTime()), ...rest, document: document as Prisma.InputJsonValue, signature: { ...signature } as unknown as Prisma.InputJsonValue, signedAt: now },
    select: { id: true },
  });
  return row.id;
}

const stored = defineQuery({
  name: 'signatures.stored',
  input: z.object({ id: z.uuid() }),
  output: z.object({ id: z.string(), act: z.string(), subject: z.string(), signer: z.string(), document: z.unknown(), signature: z.unknown() }),
  policy: byAnyStaff,
  audited: true,
  subject: ({ id }) => id,
  body: async ({ tx, actor }, { id }) => {
    const row = await tx.signature.findUnique({ where: { id } });
    if (row === null || !(await maySee(tx, actor, row.signer))) throw new Refusal('core.not-found', {}, 404);
    return row;
  },
});

/** The signer, their department, and the offices that check: a signed disposal is patient data. */
async function maySee(tx: Tx, actor: Actor, signer: string): Promise<boolean> {
  if (actor.kind !== 'staff') return false;
  if (actor.id === signer || actor.departmentCode === 'MEDO') return true;
  return (await findPerson(tx, signer))?.departmentCode === actor.departmentCode;
}

const byStaffMember: Policy<unknown> = (actor) => (actor.kind === 'staff' ? allow('own signature') : deny('core.sign-in-first'));

export function signatures(authority: CertificateAuthority): Module {
  const mine = defineFlow({
    name: 'signatures.mine',
    input: z.object({}),
    output: mySignature,
    policy: byStaffMember,
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
    policy: byStaffMember,
    body: async ({ ask }, input) => {
      const person = await ask(whoAmI, {});
      const { serial, algorithm, notAfter: validUntil } = await authority.enrol({ staffNumber: person.number, name: person.name, department: person.departmentName }, input.pin);
      return { enrolled: true, certificate: { serial, algorithm, validUntil } };
    },
  });

  const show = defineFlow({
    name: 'signatures.show',
    input: z.object({ id: z.uuid() }),
    output: signedDocument,
    policy: byStaffMember,
    body: async ({ ask }, input) => {
      const row = await ask(stored, input);
      return { ...row, verification: viewOf(await authority.verify(row.document, row.signature)) };
    },
  });

  const verify = defineFlow({
    name: 'signatures.verify',
    input: z.object({ document: z.unknown(), signature: z.unknown() }),
    output: verification,
    policy: byStaffMember,
    body: async (_context, input) => viewOf(await authority.verify(input.document, input.signature)),
  });

  return defineModule({
    name: 'signatures',
    queries: [stored],
    flows: [mine, enrol, show, verify],
    routes: [
      { method: 'GET', path: '/signatures/me', does: mine },
      { method: 'POST', path: '/signatures/enrol', does: enrol },
      { method: 'POST', path: '/signatures/verify', does: verify },
      { method: 'GET', path: '/signatures/:id', does: show },
    ],
    phrases: caRefusals,
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
