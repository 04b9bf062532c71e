/** Shapes of duties at the edge, and the algebra of their time, for pages and for the rules of other modules. */
import { z } from 'zod';
import { dutyKinds, shiftDays } from './model.ts';

export * from './model.ts';
export * from './model.time.ts';

export const dutyKind = z.enum(dutyKinds);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const shift = z.object({ name: z.string().trim().min(1).max(12), from: clock, until: clock, on: z.enum(shiftDays) });
