/** Beds of a ward by hand: added, blocked, opened again, taken out of use. Who lies in them is never said here. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import { defineAction } from '../../../core/module.ts';
import { changed } from '../events.ts';
import { changedFields, checkByHand } from '../rules.ts';
import { bedsDraft } from '../schema.ts';
import { upsertBeds } from '../store/bulk.ts';
import { refuse } from './places.ts';

export const saveBeds = defineAction({
  name: 'directory.save-beds',
  input: bedsDraft,
  output: z.void(),
  policy: byAdmin('system'),
  subject: ({ ward }) => ward,
  body: async ({ tx, emit }, { ward, numbers, room, state, note, active }) => {
    if ((await tx.ward.count({ where: { code: ward, active: true } })) === 0) throw refuse('directory.no-ward', { code: ward });
    if (state === 'blocked' && note === null) throw refuse('directory.bed-reason');
    const unfit = numbers.find((number) => !/^[^\s/]{1,12}$/.test(number));
    if (unfit !== undefined) throw refuse('directory.bed-number', { number: unfit.slice(0, 20) });
    const here = new Map((await tx.bed.findMany({ where: { wardCode: ward, number: { in: numbers } } })).map((bed) => [bed.number, bed]));
    const rows = [...new Set(numbers)].map((number) => {
      const before = here.get(number);
      return { before, row: { code: `${ward}/${number}`, wardCode: ward, number, room: room ?? before?.room ?? null, state, note: state === 'blocked' ? note : null, active, source: before?.source ?? 'hand' } };
    });
    for (const { before, row } of rows) if (before !== undefined) checkByHand('bed', before, row);
    await upsertBeds(tx, rows.map(({ row }) => row));
    for (const { before, row } of rows) {
      const fields = before === undefined ? [] : changedFields(before, row);
      if (before === undefined || fields.length > 0) emit(changed, `bed:${row.code}`, { how: before === undefined ? 'added' : 'changed', fields, source: 'hand' });
    }
  },
});
