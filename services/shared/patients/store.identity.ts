/** The sealed columns of a patient and their blind indexes. Every value is bound to its column and its patient. */
import type { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import { type IdentityFacts, type IdentityField, identityFields } from './model.ts';
import { normalIdNumber, normalPhone, phoneTail } from './rules.ts';

/** The sealed column of each field. */
export const sealedColumns = {
  idNumber: 'sealedIdNumber',
  phone: 'sealedPhone',
  address: 'sealedAddress',
  guardian: 'sealedGuardian',
  guardianPhone: 'sealedGuardianPhone',
} as const satisfies Record<IdentityField, keyof Prisma.PatientUpdateInput>;

/** A row's sealed values and their digests. */
export interface SealedColumns {
  readonly sealedIdNumber: string | null;
  readonly idNumberIndex: string | null;
  readonly sealedPhone: string | null;
  readonly phoneIndex: string | null;
  readonly phoneTailIndex: string | null;
  readonly sealedAddress: string | null;
  readonly sealedGuardian: string | null;
  readonly sealedGuardianPhone: string | null;
}

/** Names of the indexes' keys. */
const indexNames = { idNumber: 'patient.id-number', phone: 'patient.phone', phoneTail: 'patient.phone-tail' } as const;

const purposeOf = (field: IdentityField, patientId: string) => `patient.${field} ${patientId}`;

/** For the rotation of keys. */
export const sealedPatient: SealedTable = {
  table: 'patient',
  id: 'id',
  idType: 'uuid',
  columns: [
    { column: 'sealed_id_number', kind: 'text', purpose: (id) => purposeOf('idNumber', id), indexes: [{ column: 'id_number_index', name: indexNames.idNumber, of: normalIdNumber }] },
    {
      column: 'sealed_phone',
      kind: 'text',
      purpose: (id) => purposeOf('phone', id),
      indexes: [
        { column: 'phone_index', name: indexNames.phone, of: normalPhone },
        { column: 'phone_tail_index', name: indexNames.phoneTail, of: phoneTail },
      ],
    },
    { column: 'sealed_address', kind: 'text', purpose: (id) => purposeOf('address', id) },
    { column: 'sealed_guardian', kind: 'text', purpose: (id) => purposeOf('guardian', id) },
    { column: 'sealed_guardian_phone', kind: 'text', purpose: (id) => purposeOf('guardianPhone', id) },
  ],
};

type Written = { -readonly [K in keyof SealedColumns]?: string | null };

/** What is said, closed; what is not said is not among the columns. */
export function closeIdentity(seal: KeyRing, patientId: string, said: IdentityFacts): Written {
  const written: Written = {};
  for (const field of identityFields) {
    const value = said[field];
    if (value !== undefined) written[sealedColumns[field]] = value === null ? null : seal.close(Buffer.from(value), purposeOf(field, patientId));
  }
  if (said.idNumber !== undefined) written.idNumberIndex = digest(seal, 'idNumber', said.idNumber, normalIdNumber);
  if (said.phone !== undefined) {
    written.phoneIndex = digest(seal, 'phone', said.phone, normalPhone);
    written.phoneTailIndex = digest(seal, 'phoneTail', said.phone, phoneTail);
  }
  return written;
}

function digest(seal: KeyRing, name: keyof typeof indexNames, value: string | null, of: (text: string) => string | undefined): string | null {
  const normal = value === null ? undefined : of(value);
  return normal === undefined ? null : seal.index(indexNames[name], normal);
}

export interface OpenIdentity {
  readonly known: { readonly [F in IdentityField]?: string };
  /** Damaged, or under a key that is gone. The source system's next message heals them. */
  readonly unreadable: readonly IdentityField[];
}

/** Everything known of the patient's identity, in the clear: masked before it goes anywhere. */
export async function openIdentity(tx: Tx, seal: KeyRing, patientId: string): Promise<OpenIdentity> {
  const row = await tx.patient.findUnique({ where: { id: patientId }, select: { sealedIdNumber: true, sealedPhone: true, sealedAddress: true, sealedGuardian: true, sealedGuardianPhone: true } });
  return row === null ? { known: {}, unreadable: [] } : openColumns(seal, patientId, row);
}

/** The same of a row that was read. */
export function openColumns(seal: KeyRing, patientId: string, row: Pick<SealedColumns, (typeof sealedColumns)[IdentityField]>): OpenIdentity {
  const known: Partial<Record<IdentityField, string>> = {};
  const unreadable: IdentityField[] = [];
  for (const field of identityFields) {
    const sealed = row[sealedColumns[field]];
    if (sealed === null) continue;
    try {
      known[field] = seal.open(sealed, purposeOf(field, patientId)).toString();
    } catch {
      // One damaged value must neither hide the others nor stop the messages about her.
      unreadable.push(field);
    }
  }
  return { known, unreadable };
}

/** Patients by a number said in full (or a telephone's last four digits): an exact look-up, nothing is opened. At most 50. */
export async function lookUp(tx: Tx, seal: KeyRing, by: 'idNumber' | 'phone' | 'phoneTail', text: string): Promise<string[]> {
  const normal = { idNumber: normalIdNumber, phone: normalPhone, phoneTail: (tail: string) => (/^\d{4}$/.test(tail) ? tail : undefined) }[by](text);
  if (normal === undefined) return [];
  const among = { in: seal.indexes(indexNames[by], normal) };
  const where = { idNumber: { idNumberIndex: among }, phone: { phoneIndex: among }, phoneTail: { phoneTailIndex: among } }[by];
  const rows = await tx.patient.findMany({ where, select: { id: true }, take: 50, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}

/** One transaction at a time looks for and makes the patient of an identity card. */
export async function holdIdNumber(tx: Tx, seal: KeyRing, idNumber: string): Promise<void> {
  const [lock = ''] = seal.indexes(indexNames.idNumber, normalIdNumber(idNumber) ?? '');
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
}

/** All digests a card's number may stand under. */
export function digestsOfCard(seal: KeyRing, idNumber: string): string[] {
  const normal = normalIdNumber(idNumber);
  return normal === undefined ? [] : seal.indexes(indexNames.idNumber, normal);
}

/** Our own number of somebody whom a sender knows by the card alone. */
export async function numberOfCard(tx: Tx, seal: KeyRing, idNumber: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ number: string }[]>`
    SELECT number FROM patient WHERE id_number_index = ANY(${digestsOfCard(seal, idNumber)}::text[]) AND number LIKE 'W-%' ORDER BY number LIMIT 1`;
  return row?.number;
}
