/**
 * Sealing: AES-256-GCM for the few fields that must not be readable in a copied database (keys, later ID numbers and
 * phones). The key is a setting, or is made on the first start and kept in the data folder, apart from the database.
 */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from './errors.ts';

export interface Seal {
  /** `purpose` is bound into the seal: a sealed key moved to another column does not open. */
  close(plain: Buffer, purpose: string): string;
  open(sealed: string, purpose: string): Buffer;
}

export function createSeal(key: Buffer): Seal {
  if (key.length !== 32) throw new Fault('The sealing key must have 32 bytes.');
  return {
    close: (plain, purpose) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open: (sealed, purpose) => {
      const [version, text = ''] = sealed.split('.');
      const all = Buffer.from(text, 'base64url');
      if (version !== 'v1' || all.length < 28) throw new Fault('A sealed value is damaged.');
      const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, 12)).setAAD(Buffer.from(purpose)).setAuthTag(all.subarray(12, 28));
      return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]);
    },
  };
}

/** Reads the key from the setting (base64) or from `<data>/keys/seal.key`, which it makes when absent. */
export async function sealKey(setting: string | undefined, dataDir: string): Promise<Buffer> {
  if (setting !== undefined) return Buffer.from(setting, 'base64');
  const folder = join(dataDir, 'keys');
  const path = join(folder, 'seal.key');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return Buffer.from(kept.trim(), 'base64');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Linked when whole: of two processes starting at once one gives the key, and neither reads half of it.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  await link(draft, path).catch(() => undefined);
  await rm(draft);
  return Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
}
