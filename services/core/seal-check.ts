/**
 * Every process of a cluster must seal with the same keys: a second machine without `SEAL_KEY` would make its own, and
 * what one sealed the other could never open. The first process leaves each version's fingerprint in the database; a
 * version may be missing later only after nothing was left under it.
 */
import { createHmac } from 'node:crypto';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Tx } from './db.ts';
import type { KeyRing } from './seal.ts';

export class ForeignSealKey extends Error {
  override readonly name = 'ForeignSealKey';
}

/** A key that still seals something is not on the ring. */
export class MissingSealKey extends Error {
  override readonly name = 'MissingSealKey';
  readonly version: number;

  constructor(version: number) {
    super(`Sealing key ${version} is missing.`);
    this.version = version;
  }
}

const settingName = 'core.seal-key-fingerprint';
/** Version 1 keeps the name it had before there were versions. */
const nameOf = (version: number) => (version === 1 ? settingName : `${settingName}.${version}`);
const retiredName = (version: number) => `core.seal-key-retired.${version}`;

/** @throws ForeignSealKey when the database was sealed with another key of that version; MissingSealKey */
export async function checkSealKey(prisma: PrismaClient, ring: Pick<KeyRing, 'versions' | 'key'>, now: Date): Promise<void> {
  const prints = ring.versions.map((version) => ({ name: nameOf(version), value: fingerprint(ring.key(version)) }));
  await prisma.setting.createMany({ data: prints.map((print) => ({ ...print, changedAt: now, changedBy: 'system:wardline' })), skipDuplicates: true });
  const known = new Map((await prisma.setting.findMany({ where: { name: { startsWith: 'core.seal-key-' } } })).map(({ name, value }) => [name, value]));
  for (const { name, value } of prints) if (known.get(name) !== value) throw new ForeignSealKey('The sealing key is not the one this database was sealed with.');
  for (const name of known.keys()) {
    const version = versionIn(name);
    if (version !== undefined && !ring.versions.includes(version) && !known.has(retiredName(version))) throw new MissingSealKey(version);
  }
}

/** From now on a start without this version is fine. */
export async function retireVersion(tx: Tx, version: number, by: string, now: Date): Promise<void> {
  const data = { value: true, changedAt: now, changedBy: by };
  await tx.setting.upsert({ where: { name: retiredName(version) }, create: { name: retiredName(version), ...data }, update: data });
}

export async function retiredVersions(tx: Tx): Promise<number[]> {
  const rows = await tx.setting.findMany({ where: { name: { startsWith: retiredName(0).slice(0, -1) } }, select: { name: true } });
  return rows.map(({ name }) => Number(name.split('.').at(-1)));
}

function versionIn(name: string): number | undefined {
  if (name === settingName) return 1;
  return name.startsWith(`${settingName}.`) ? Number(name.slice(settingName.length + 1)) : undefined;
}

function fingerprint(key: Buffer): string {
  return createHmac('sha256', key).update(settingName).digest('hex').slice(0, 32);
}
