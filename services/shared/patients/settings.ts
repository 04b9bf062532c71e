import { z } from 'zod';
import { idCardMasks } from '../../../cards/masking.ts';

export const patientSettings = z.object({
  idCardMask: z.enum(idCardMasks).default('3-4').describe('身份证号脱敏时保留前几位和后几位：6-4、3-4 或 1-1'),
  unmaskPerHour: z.coerce.number().int().min(1).max(1000).default(40).describe('每人每小时最多显示多少次完整的证件号、电话等'),
});
export type PatientSettings = z.output<typeof patientSettings>;
