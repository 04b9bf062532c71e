/**
 * Where the sealing keys come from: settings (`SEAL_KEY`, `SEAL_KEYS`), a file (`SEAL_KEY_FILE`), or one that the first
 * start makes in the data folder, apart from the database. A key may be wrapped by a key management system: then file
 * and settings hold what only that system can open (envelope encryption).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SealAlgorithm } from './seal-cipher.ts';
import { type KeyRing, createRing } from './seal.ts';

export interface SealSettings {
  readonly dataDir: string;
  readonly sealKey?: string | undefined;
  readonly sealKeys?: string | undefined;
  readonly sealKeyFile?: string | undefined;
  readonly sealAlgorithm?: SealAlgorithm | undefined;
  readonly sealWith?: number | undefined;
}

/** What a key management system does for us; links/kms has the adapter. */
export interface KeyWrapper {
  /** A new 32-byte key, wrapped. */
  generate(): Promise<{ readonly wrapped: string }>;
  unwrap(wrapped: string): Promise<Buffer>;
}

/** The keys cannot be used as they are given; the sentence says what to change. */
export class SealKeysProblem extends Error {
  override readonly name = 'SealKeysProblem';
}

/** `1:base64` or `1:kms:wrapped`; a key alone is version 1. */
const written = /^(?:([1-9]\d{0,3}):)?(?:(kms):)?(\S+)$/;
const plainKey = /^[A-Za-z0-9+/]{43}=$/;

/** @throws SealKeysProblem */
export async function openRing(settings: SealSettings, kms?: KeyWrapper): Promise<KeyRing> {
  const lines = await linesOf(settings, kms);
  const keys = new Map<number, Buffer>();
  for (const line of lines) {
    const [version, key] = await readKey(line, kms);
    if (keys.get(version)?.equals(key) === false) throw new SealKeysProblem(`封存密钥第 ${version} 版写了两个不同的值，请只留正确的一个。`);
    keys.set(version, key);
  }
  if (settings.sealWith !== undefined && !keys.has(settings.sealWith)) throw new SealKeysProblem(`SEAL_WITH 写的是第 ${settings.sealWith} 版，但没有给出这一版密钥。`);
  return createRing(keys, { algorithm: settings.sealAlgorithm ?? 'aes-256-gcm', ...(settings.sealWith === undefined ? {} : { sealWith: settings.sealWith }) });
}

/** Whether a key is given or kept already: looking must not make one. */
export async function hasSealKey({ dataDir, sealKey, sealKeys, sealKeyFile }: SealSettings): Promise<boolean> {
  if (sealKey !== undefined || sealKeys !== undefined) return true;
  return (await kept(sealKeyFile ?? ownFile(dataDir))) !== undefined;
}

const ownFile = (dataDir: string) => join(dataDir, 'keys', 'seal.key');

async function linesOf({ dataDir, sealKey, sealKeys, sealKeyFile }: SealSettings, kms: KeyWrapper | undefined): Promise<readonly string[]> {
  const given = [...(sealKey === undefined ? [] : [`1:${sealKey}`]), ...split(sealKeys ?? '')];
  if (sealKeyFile !== undefined) {
    const text = await kept(sealKeyFile);
    if (text === undefined) throw new SealKeysProblem(`SEAL_KEY_FILE 指的文件读不到：${sealKeyFile}。请核对路径和权限；不要让服务另外生成。`);
    return [...given, ...split(text)];
  }
  if (given.length > 0) return given;
  return split((await kept(ownFile(dataDir))) ?? (await makeKey(ownFile(dataDir), kms)));
}

function split(text: string): string[] {
  return text.split(/[\s,]+/).filter((line) => line !== '');
}

async function readKey(line: string, kms: KeyWrapper | undefined): Promise<readonly [number, Buffer]> {
  const [, version = '1', wrapped, material = ''] = written.exec(line) ?? [];
  const bad = (why: string) => new SealKeysProblem(`封存密钥第 ${version} 版不能用：${why}`);
  // Audit rows keep the version in one byte.
  if (Number(version) > 255) throw bad('版本号要在 1 到 255 之间。');
  if (wrapped === undefined) {
    if (!plainKey.test(material)) throw bad('要写 32 字节的 base64（44 个字符）。');
    return [Number(version), Buffer.from(material, 'base64')];
  }
  if (kms === undefined) throw bad('它由密钥管理系统保管，请填写 KMS_URL 等设置。');
  const key = await kms.unwrap(material);
  if (key.length !== 32) throw bad('密钥管理系统给出的不是 32 字节。');
  return [Number(version), key];
}

function kept(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

async function makeKey(path: string, kms: KeyWrapper | undefined): Promise<string> {
  const material = kms === undefined ? randomBytes(32).toString('base64') : `1:kms:${(await kms.generate()).wrapped}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Linked when whole: of two processes starting at once one gives the key, and neither reads half of it.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, material, { mode: 0o600, flag: 'wx' });
  await link(draft, path).catch(() => undefined);
  await rm(draft);
  return readFile(path, 'utf8');
}
