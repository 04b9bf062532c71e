/** Where the hospital takes commands. */
import { z } from 'zod';
import { machineAlgorithms } from '../../core/machine-signature.ts';

export const hospitalCommandsSettings = z.object({
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')).describe('医院接收指令的地址（不含 /commands）；不填则不向医院发出指令'),
  client: z.string().regex(/^[\w-]{1,64}$/, '64 位以内的字母、数字、-、_').default('wardline').describe('移动医护在医院一方的密钥编号，签名里的 keyid'),
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/, '32 字节的 base64url（43 位，没有等号）').describe('双方签名用的密钥，32 字节的 base64url'),
  algorithm: z.enum(machineAlgorithms).default('hmac-sha256').describe('签名算法：hmac-sha256，或国密 hmac-sm3'),
  timeoutMs: z.coerce.number().int().positive().default(10_000).describe('等待医院应答的毫秒数'),
});
export type HospitalCommandsSettings = z.output<typeof hospitalCommandsSettings>;
