/** The page with the two phones at `/`, its files, and the two webviews behind it. */
import { readFile } from 'node:fs/promises';
import { json, text } from '../core/http.ts';
import type { EmuReply, Route } from '../core/http.ts';
import type { Core, PlugIn, PlugInFactory } from '../core/plug-in.ts';
import type { PlatformName } from '../core/faults.ts';
import type { Pages } from './pages.ts';
import { startWebview } from './webview.ts';
import type { Webview } from './webview.ts';

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
const FOLDER = new URL('page/', import.meta.url);

/** Told when a frame's address is known. */
export type OnFrame = (platform: PlatformName, origin: string) => void;

export function createPhones(pages: Pages, onFrame: OnFrame = () => undefined): PlugInFactory {
  return (core) => phones(core, pages, onFrame);
}

function phones(core: Core, pages: Pages, onFrame: OnFrame): PlugIn {
  const webviews = new Map<PlatformName, Webview>();
  const start = async (platform: PlatformName, step: number): Promise<void> => {
    const own = Number(new URL(core.origin()).port);
    // An emulator on a chance port (tests) has its webviews on chance ports as well.
    const port = isChance(own) ? 0 : own + step;
    const webview = await startWebview({ core, platform, pages, port });
    webviews.set(platform, webview);
    onFrame(platform, webview.origin);
  };
  const settings = (): EmuReply => json(200, {
    home: pages.home,
    homes: pages.homes,
    frames: Object.fromEntries([...webviews].map(([platform, { origin }]) => [platform, origin])),
  });
  return {
    name: 'phones',
    routes: [
      { method: 'GET', path: '/', handle: () => file('index.html') },
      { method: 'GET', path: '/_emu/phones', handle: settings },
      { method: 'GET', path: '/phones/:file', handle: ({ params }) => file(params['file'] ?? '') },
    ] satisfies Route[],
    start: async () => {
      await start('dingtalk', 1);
      await start('wecom', 2);
    },
    stop: async () => {
      for (const webview of webviews.values()) await webview.stop();
    },
  };
}

/** Ports the operating system hands out (Linux and IANA ranges). */
const isChance = (port: number): boolean => port >= 32_768;

async function file(name: string): Promise<EmuReply> {
  const extension = /^[a-z][a-z0-9-]*\.([a-z]+)$/.exec(name)?.[1] ?? '';
  const type = TYPES[extension];
  if (type === undefined) return text(404, 'not found');
  try {
    const body = await readFile(new URL(name, FOLDER));
    return { status: 200, headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }, body };
  } catch {
    return text(404, 'not found');
  }
}
