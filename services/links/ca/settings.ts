/** Settings of electronic signatures, group `CA_`, and opening the authority they ask for. */
import { z } from 'zod';
import { KEY_WRAPS } from './local/gcm.ts';
import { type PinCost, localAuthority } from './local/index.ts';
import type { KeyStore } from './key-store.ts';
import type { CertificateAuthority } from './port.ts';
import { vendorAuthority, type VendorAuthority } from './vendor/index.ts';

/** Plain HTTP would carry PINs in the open; only this machine itself may be reached so. */
const vendorUrl = z
  .url()
  .refine((text) => text.startsWith('https://') || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(text), '要以 https:// 开头')
  .transform((text) => text.replace(/\/+$/, ''));

export const caSettingsSchema = z.object({
  algorithm: z.enum(['sm2', 'ecdsa', 'rsa']).default('sm2').describe('本地证书的算法：sm2（国密）、ecdsa 或 rsa'),
  rsaBits: z.enum(['2048', '3072']).default('3072').describe('rsa 密钥长度'),
  keyWrap: z.enum(KEY_WRAPS).default('aes-256-gcm').describe('个人私钥的加密方式：aes-256-gcm 或 sm4-gcm（国密）'),
  certificateDays: z.coerce.number().int().min(1).max(3650).default(1095).describe('个人证书有效天数'),
  pinTries: z.coerce.number().int().min(3).max(10).default(5).describe('签名密码连续输错几次后锁定'),
  pinLockMinutes: z.coerce.number().int().min(1).max(1440).default(30).describe('锁定多少分钟'),
  vendorUrl: vendorUrl.optional().describe('签名服务商地址；不填则使用内置的本地 CA'),
  vendorAppId: z.string().default('').describe('服务商分配的应用编号'),
  vendorSecret: z.string().default('').describe('服务商分配的密钥'),
  vendorRoots: z.string().optional().describe('服务商根证书文件路径（PEM，可含多张）'),
  vendorConfirm: z.enum(['pin', 'push']).default('push').describe('pin：在本系统输入签名密码；push：在服务商的手机软件中确认'),
  vendorCallbackUrl: z.url().optional().describe('服务商回调本系统的地址；不填则只轮询'),
  vendorTimeoutMs: z.coerce.number().int().min(500).max(60_000).default(10_000).describe('每次请求服务商的时限（毫秒）'),
  vendorWaitSeconds: z.coerce.number().int().min(5).max(600).default(120).describe('等医生在手机上确认的最长秒数'),
  vendorPollMs: z.coerce.number().int().min(200).max(30_000).default(2000).describe('轮询签名结果的间隔（毫秒）'),
});
export type CaSettings = z.output<typeof caSettingsSchema>;

export interface CaSurroundings {
  /** Organisation in the names of certificates. */
  readonly hospital: string;
  readonly store: KeyStore;
  readonly sealKey: Buffer;
  readonly now: () => number;
  /** Content of the file that `CA_VENDOR_ROOTS` names. */
  readonly vendorRoots?: string | undefined;
  readonly pinCost?: PinCost | undefined;
}

/** The vendor's CA where its address is set, else the local one. */
export function openAuthority(settings: CaSettings, around: CaSurroundings): CertificateAuthority {
  if (settings.vendorUrl !== undefined) return openVendor(settings.vendorUrl, settings, around);
  const { algorithm, keyWrap, certificateDays, pinTries, pinLockMinutes } = settings;
  const { store, sealKey, now, hospital, pinCost } = around;
  const kind = { algorithm, rsaBits: settings.rsaBits === '2048' ? 2048 : 3072 } as const;
  const pin = { tries: pinTries, lockMinutes: pinLockMinutes };
  return localAuthority({ store, sealKey, now, kind, keyWrap, hospital, certificateDays, pin, pinCost });
}

function openVendor(baseUrl: string, settings: CaSettings, around: CaSurroundings): VendorAuthority {
  return vendorAuthority({
    baseUrl,
    appId: settings.vendorAppId,
    secret: settings.vendorSecret,
    roots: around.vendorRoots?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [],
    confirm: settings.vendorConfirm,
    timeoutMs: settings.vendorTimeoutMs,
    waitMs: settings.vendorWaitSeconds * 1000,
    pollMs: settings.vendorPollMs,
    now: around.now,
    ...(settings.vendorCallbackUrl === undefined ? {} : { callbackUrl: settings.vendorCallbackUrl }),
  });
}
