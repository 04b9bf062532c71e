/** Retiring, opening again and removing a place, each after a question that names it. */
import { ElMessageBox } from 'element-plus';
import { z } from 'zod';
import type { PlaceKind } from '../../../../services/shared/directory/model.ts';
import { post } from '../../app/api.ts';
import { type Deed, useDeed } from '../../composables/deed.ts';

export type End = 'retire' | 'reopen' | 'remove';

export interface PlaceEnd {
  readonly end: Deed<[End], boolean>;
  readonly finish: (how: End, word: string) => Promise<void>;
}

export function usePlaceEnd(place: () => { readonly kind: PlaceKind; readonly code: string | undefined; readonly name: string | undefined }, done: () => void): PlaceEnd {
  const end = useDeed(async (how: End) => {
    const { kind, code } = place();
    await post('/directory/places/end', { kind, code, how }, z.unknown());
    return true;
  });
  const finish = async (how: End, word: string): Promise<void> => {
    const sure = await ElMessageBox.confirm(`${word}“${place().name ?? ''}”？`, word, { confirmButtonText: word, cancelButtonText: '先不办' }).catch(() => undefined);
    if (sure !== undefined && (await end.run(how)) === true) done();
  };
  return { end, finish };
}
