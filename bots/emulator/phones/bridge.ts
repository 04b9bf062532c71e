/** The script that makes a frame look like the platform's webview from inside: plain files, served with the values. */
import { readFile } from 'node:fs/promises';
import type { PlatformName } from '../core/faults.ts';
import { dingtalkTenant } from '../tenant.ts';
import { userAgents } from './user-agents.ts';

const files = ['common', 'dingtalk', 'wecom'] as const;
const sources = new Map<string, string>();

async function source(name: (typeof files)[number]): Promise<string> {
  const known = sources.get(name);
  if (known !== undefined) return known;
  const text = await readFile(new URL(`bridge/${name}.js`, import.meta.url), 'utf8');
  sources.set(name, text);
  return text;
}

/** One script: the values, what both share, what the platform has of its own. */
export async function bridgeScript(platform: PlatformName): Promise<string> {
  const values = { platform, userAgent: userAgents[platform], corpId: dingtalkTenant.corpId };
  const parts = [await source('common'), await source(platform)].map((part) => `{\n${part}}\n`);
  return `globalThis.emuPhone = ${JSON.stringify(values)};\n${parts.join('')}delete globalThis.emuPhone;\n`;
}
