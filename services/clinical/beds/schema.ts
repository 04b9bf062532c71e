/** Shapes at the edge, shared with the pages. Names are masked before they get here. */
import { z } from 'zod';
import { bedStates, readiness } from './model.ts';

const counted = {
  /** Beds of the dictionary; 0 where nobody told the ward's beds. */
  beds: z.int(),
  /** People who lie there, extra beds too. */
  taken: z.int(),
  empty: z.int(),
  blocked: z.int(),
  /** Being cleaned, isolated, taken by somebody nobody told of. */
  unready: z.int(),
  /** 预出院: to leave today or tomorrow. */
  leaving: z.int(),
  /** Admitted today. */
  fresh: z.int(),
};

export const wardOccupancy = z.object({ code: z.string(), name: z.string(), department: z.string(), own: z.boolean(), ...counted });
export type WardOccupancy = z.infer<typeof wardOccupancy>;

export const wardsView = z.object({
  wards: z.array(wardOccupancy),
  /** Of the whole house, for who plans for it: numbers alone. */
  everywhere: z.boolean(),
});
export type WardsView = z.infer<typeof wardsView>;

export const lyingView = z.object({
  id: z.uuid(),
  /** Whether her page opens to the reader. */
  opens: z.boolean(),
  /** Masked; empty where an opened overview leaves it out, as all below. */
  name: z.string(),
  sex: z.string(),
  age: z.string(),
  /** As sent. */
  careLevel: z.string(),
  condition: z.string(),
  isolation: z.string(),
  allergic: z.boolean(),
  doctor: z.string(),
  nurse: z.string(),
  mine: z.boolean(),
  /** 1 on the day of admission. */
  day: z.int().nullable(),
  fresh: z.boolean(),
  leaving: z.enum(['today', 'tomorrow']).nullable(),
  /** Critical values nobody has brought to an end. */
  critical: z.int(),
});
export type LyingView = z.infer<typeof lyingView>;

export const bedView = z.object({
  /** `12床`; empty: no bed yet. */
  bed: z.string(),
  room: z.string(),
  state: z.enum(bedStates),
  /** Why it is blocked. */
  note: z.string(),
  /** What its own system says of a bed nobody lies in. */
  readiness: z.enum(readiness).nullable(),
  extra: z.boolean(),
  /** Who lies there, as far as the reader may see; of others only that the bed is taken. */
  patient: lyingView.nullable(),
});
export type BedView = z.infer<typeof bedView>;

export const wardInput = z.object({ ward: z.string().min(1).max(40) });
export const wardMap = z.object({ ward: wardOccupancy, beds: z.array(bedView) });
export type WardMap = z.infer<typeof wardMap>;
