import { z } from 'zod';

export const paperSettings = z.object({
  certificateFile: z.string().min(1).optional().describe('电子签章的机构证书（PEM，本机构证书在前，上级证书在后）；不填则首次使用时自制一张，放在数据目录 keys/papers.pem，只能证明内容没有改过'),
  keyFile: z.string().min(1).optional().describe('电子签章的私钥（PEM，RSA 或 P-256），与证书一起填'),
  keyPassword: z.string().min(1).optional().describe('私钥的口令；没有口令不填'),
});
export type PaperSettings = z.output<typeof paperSettings>;
