/**
 * The hidden code of this session's screen, as the overlay lays it over everything: one a session and day. Where it
 * cannot be had, the words of the visible mark stand alone and it is asked for again a minute later.
 */
import { readonly, shallowRef } from 'vue';
import type { TakingAllowed } from '../../../services/shared/viewing/schema.ts';
import { screenTile, type ScreenTile } from '../../../services/shared/viewing/schema.ts';
import { stamp } from '../../../cards/words.ts';
import { get } from './api.ts';
import type { Layer } from './watermark.ts';

const current = shallowRef<Layer>();
export const screenCode = readonly(current);

/** Comes with the code: without one nothing may be copied, saved or printed. */
const nothing: TakingAllowed = { copy: false, save: false, print: false };
const allowed = shallowRef(nothing);
export const takingAllowed = readonly(allowed);

/** Until the code is there with the hospital's own. */
const look = shallowRef<ScreenTile['look']>({ angle: 24, spacing: 'ordinary', darkness: 13 });
export const markLook = readonly(look);

let mine: { readonly person: string; readonly day: string } | undefined;
let asking = false;

/** Called at each minute and with each person; asks the service only where there is no code for them and this day. */
export async function wantScreenCode(person: string | undefined, now: Date): Promise<void> {
  const day = stamp(now).slice(0, 10);
  if (mine !== undefined && (mine.person !== person || mine.day !== day)) {
    mine = undefined;
    current.value = undefined;
    allowed.value = nothing;
  }
  if (person === undefined || mine !== undefined || asking) return;
  asking = true;
  try {
    const { base64, side, allowed: may, look: wanted } = await get('/viewing/screen', screenTile);
    mine = { person, day };
    allowed.value = may;
    look.value = wanted;
    current.value = { image: `url("data:image/png;base64,${base64}")`, side };
  } catch {
    // The visible mark stands; a minute later it is asked for again.
  } finally {
    asking = false;
  }
}
