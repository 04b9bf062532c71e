/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';

const at = z.coerce.date();

/** What passers-by may read. */
export const showsKinds = ['class', 'value'] as const;

export const screenDraft = z.object({ ward: z.string().min(1).max(40), name: z.string().trim().min(1).max(40), shows: z.enum(showsKinds).default('class') });
/** Shown once; the screen types it. */
export const pairingCode = z.object({ code: z.string(), until: at });
export const screenEnd = z.object({ id: z.uuid() });
export const pairing = z.object({ code: z.string().trim().min(1).max(20) });

export const screenList = z.object({
  /** Where the reader may put one up. */
  wards: z.array(z.object({ code: z.string(), name: z.string() })),
  screens: z.array(z.object({
    id: z.uuid(), name: z.string(), ward: z.string(), shows: z.enum(showsKinds), openedAt: at, openedBy: z.string(),
    pairedAt: at.nullable(), seenAt: at.nullable(),
    /** Paired and not heard for minutes. */
    isSilent: z.boolean(),
  })),
});
export type ScreenList = z.infer<typeof screenList>;

export const board = z.object({
  ward: z.string(),
  screen: z.string(),
  at,
  values: z.array(z.object({
    patientId: z.uuid(),
    /** The same for one value as long as it stands here; opens nothing. */
    key: z.string(),
    /** `12床`; empty while she has none. */
    bed: z.string(),
    /** `电解质`, or `血钾 7.1 mmol/L ↑↑` where the screen may show it. */
    what: z.string(),
    since: at,
    /** Nobody has it: it sounds. */
    isOpen: z.boolean(),
    isOverdue: z.boolean(),
    /** `李医生 22:05 已接手`, `正在通知 李医生、王医生` */
    who: z.string(),
  })),
});
export type Board = z.infer<typeof board>;
