/** How a patient who is not in the house is reached. */
import { z } from 'zod';

export const contactFields = ['phone', 'guardian', 'guardianPhone'] as const;
export const oneValue = z.object({ id: z.uuid() });
/** Masked. */
export const contacts = z.object({ fields: z.array(z.object({ field: z.enum(contactFields), shown: z.string() })) });
export type Contacts = z.infer<typeof contacts>;

export const showNumberInput = oneValue.extend({ field: z.enum(['phone', 'guardianPhone']) });
/** `null`: no longer known. */
export const shownNumber = z.object({ value: z.string().nullable() });
