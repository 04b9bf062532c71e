/** Shapes shared with the pages. */
import { z } from 'zod';
import { systemFunctions } from './model.ts';

export { systemFunctions } from './model.ts';
export * from './schema.places.ts';
export * from './schema.people.ts';
export * from './schema.sync.ts';
export * from './schema.public.ts';

export const me = z.object({
  number: z.string(),
  name: z.string(),
  role: z.string(),
  adminRole: z.enum(['system', 'security', 'audit']).optional(),
  /** Parts of the system administrator's work given to this person. */
  functions: z.array(z.enum(systemFunctions)).readonly(),
  title: z.string(),
  departmentCode: z.string(),
  departmentName: z.string(),
  wardCode: z.string().optional(),
  /** Head or head nurse by duty: keeps what hangs and is said in the wards. */
  keepsWards: z.boolean().optional(),
  /** Works where the medical office's duty is kept. */
  isMedicalOffice: z.boolean().optional(),
});
export type Me = z.infer<typeof me>;
