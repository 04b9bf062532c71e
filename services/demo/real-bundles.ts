/** The FHIR bundles of real converters and servers, as they are: files of a folder, found when they are asked for. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bundle } from 'fhir/r4.js';

export const bundleFolder = (data: string): string => join(data, 'fhir');

const isBundleFile = (each: Dirent): boolean => each.isFile() && /\.json(\.gz)?$/.test(each.name);

export function bundleFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(isBundleFile).map((each) => join(each.parentPath, each.name)).toSorted();
}

/** One after another: together they are some hundred megabytes. Single resources of a bulk export and what is no FHIR are passed over. */
export async function* bundlesIn(folder: string): AsyncGenerator<{ readonly file: string; readonly bytes: Buffer }> {
  for (const file of bundleFiles(folder)) {
    const raw = await readFile(file);
    const bytes = file.endsWith('.gz') ? gunzipSync(raw) : raw;
    if (isBundle(bytes)) yield { file, bytes };
  }
}

function isBundle(bytes: Buffer): boolean {
  try {
    return (JSON.parse(bytes.toString()) as Partial<Bundle> | null)?.resourceType === 'Bundle';
  } catch {
    return false;
  }
}
