import type { Tx } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import type { PhoneSource } from './model.ts';

const purposeOf = (staff: string): string => `staff-phone ${staff}`;
const codePurpose = (staff: string): string => `staff-phone-code ${staff}`;

export const sealedPhones: SealedTable = { table: 'staff_phone', id: 'staff_number', idType: 'text', columns: [{ column: 'sealed_phone', kind: 'text', purpose: purposeOf }] };
export const sealedPhoneCodes: SealedTable = { table: 'staff_phone_code', id: 'staff_number', idType: 'text', columns: [{ column: 'sealed_phone', kind: 'text', purpose: codePurpose }] };

export interface KeptPhone {
  readonly phone: string;
  readonly source: PhoneSource;
  readonly at: Date;
}

export async function phoneOf(tx: Tx, seal: Seal, staff: string): Promise<KeptPhone | undefined> {
  const row = await tx.staffPhone.findUnique({ where: { staffNumber: staff } });
  return row === null ? undefined : { phone: seal.open(row.sealedPhone, purposeOf(staff)).toString(), source: row.source === 'self' ? 'self' : 'file', at: row.changedAt };
}

export async function keepPhone(tx: Tx, seal: Seal, staff: string, phone: string, source: PhoneSource, by: string, now: Date): Promise<void> {
  const data = { sealedPhone: seal.close(Buffer.from(phone), purposeOf(staff)), source, changedAt: now, changedBy: by };
  await tx.staffPhone.upsert({ where: { staffNumber: staff }, create: { staffNumber: staff, ...data }, update: data });
}

export const closeCode = (seal: Seal, staff: string, phone: string): string => seal.close(Buffer.from(phone), codePurpose(staff));
export const openCode = (seal: Seal, staff: string, sealed: string): string => seal.open(sealed, codePurpose(staff)).toString();
