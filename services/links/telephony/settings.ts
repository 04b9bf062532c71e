/** What an administrator sets for text messages and voice calls: one vendor each, or a gateway of the hospital's own. */
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const shared = {
  keyId: z.string().min(1).describe('访问密钥的编号：阿里云 AccessKey ID、腾讯云 SecretId，或网关约定的客户编号'),
  secret: z.string().min(8).describe('访问密钥'),
  url: address.optional().describe('接口地址；阿里云、腾讯云一般不填，网关必填'),
  timeoutMs: z.coerce.number().int().positive().max(60_000).default(8000).describe('等待应答的毫秒数'),
};

export const smsSettings = z.object({
  vendor: z.enum(['aliyun', 'tencent', 'gateway']).describe('短信由谁发：aliyun 阿里云短信、tencent 腾讯云短信、gateway 医院自己的短信网关；不填则不用短信'),
  ...shared,
  signName: z.string().min(1).optional().describe('审核通过的短信签名（阿里云、腾讯云必填）'),
  template: z.string().min(1).optional().describe('危急值提醒的模板编号，内容如“您有一条危急值待处理，请打开${app}查看”，变量只有 app（腾讯云写 {1}）'),
  codeTemplate: z.string().min(1).optional().describe('登记手机号的验证码模板编号，变量只有 code（腾讯云写 {1}）'),
  appId: z.string().min(1).optional().describe('腾讯云短信的 SdkAppId'),
  region: z.string().min(1).default('ap-guangzhou').describe('腾讯云的地域'),
}).refine(({ vendor, url }) => vendor !== 'gateway' || url !== undefined, { message: '用网关时要填接口地址', path: ['url'] })
  .refine(({ vendor, signName, template }) => vendor === 'gateway' || (signName !== undefined && template !== undefined), { message: '要填短信签名和危急值提醒的模板编号', path: ['template'] })
  .refine(({ vendor, appId }) => vendor !== 'tencent' || appId !== undefined, { message: '用腾讯云短信时要填 SdkAppId', path: ['appId'] });
export type SmsSettings = z.output<typeof smsSettings>;

export const voiceSettings = z.object({
  vendor: z.enum(['aliyun', 'gateway']).describe('语音电话由谁打：aliyun 阿里云语音通知、gateway 医院自己的语音网关；不填则不打电话'),
  ...shared,
  template: z.string().min(1).optional().describe('文本转语音模板编号（阿里云必填），变量只有 app'),
  showNumber: z.string().regex(/^[\d+-]{3,20}$/).optional().describe('主叫显示的号码；公共模式不填'),
  playTimes: z.coerce.number().int().min(1).max(3).default(2).describe('播放几遍'),
}).refine(({ vendor, url }) => vendor !== 'gateway' || url !== undefined, { message: '用网关时要填接口地址', path: ['url'] })
  .refine(({ vendor, template }) => vendor === 'gateway' || template !== undefined, { message: '要填文本转语音模板编号', path: ['template'] });
export type VoiceSettings = z.output<typeof voiceSettings>;
