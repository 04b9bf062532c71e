/** What a bed is ready for, as the bed's own system says it; called by the intake, inside the transaction that stores the message. */
import { bedKey } from '../../../../cards/people.ts';
import type { Tx } from '../../../core/db.ts';
import type { Stamp } from '../../../core/registers.ts';
import { toldTable } from '../../../core/told.ts';
import type { Bed, BedReadiness } from '../../../links/statements/schema.ts';

interface Readiness {
  readonly state: BedReadiness;
  readonly at: Date;
}

const rows = toldTable<{ readonly ward: string; readonly bed: string }, Readiness>('bed_readiness', { ward: 'text', bed: 'text' }, { state: 'text', at: 'timestamptz' });

interface Receiving {
  readonly tx: Tx;
  readonly now: Date;
  readonly wait: (trouble: { readonly reason: string; readonly place: string }) => void;
}

/** Kept whether or not the ward's list has the bed: the list may come later. */
export async function applyBedReadiness({ tx, now, wait }: Receiving, { stamp }: { readonly stamp: Stamp }, { ward, bed, state, at }: Bed): Promise<void> {
  await rows.tell(tx, now, [{ key: { ward, bed: bedKey(bed) }, said: { state, at: new Date(at) }, stamp }]);
  const listed = await tx.bed.findMany({ where: { wardCode: ward, active: true }, select: { number: true } });
  if (listed.length > 0 && !listed.some(({ number }) => bedKey(number) === bedKey(bed))) wait({ reason: 'bed-unlisted', place: 'NPU-1' });
}
