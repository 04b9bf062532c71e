/** What is mounted on the emulator, in this order. */
import type { PlugInFactory } from './core/plug-in.ts';
import { dingtalk } from './dingtalk/plug-in.ts';
import { createPhones } from './phones/index.ts';
import { pagesFrom } from './phones/pages.ts';
import { wecomTenant } from './tenant.ts';
import { createWecom } from './wecom/index.ts';
import { defaultSettings } from './wecom/settings.ts';

/** Fresh settings for each emulator, so that two in one process do not share what a tester turned. */
export function plugIns(): readonly PlugInFactory[] {
  const pages = pagesFrom(process.env['PAGES_BASE']);
  const wecom = defaultSettings({
    callbackUrl: new URL(new URL(wecomTenant.callbackUrl).pathname, pages.base).href,
    trustedDomains: pages.homes.map((home) => new URL(home).host),
  });
  wecom.pages = { home: pages.home, frame: undefined };
  const phones = createPhones(pages, (platform, origin) => {
    if (platform === 'wecom') wecom.pages.frame = origin;
  });
  return [dingtalk, createWecom(wecom), phones];
}
