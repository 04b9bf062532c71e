/** What a page needs to use the functions of the app that holds it: asked of the platform, outside any transaction. */
import type { z } from 'zod';
import type { Bot } from '../../../bots/bot.ts';
import { byAnyStaff } from '../../core/access.ts';
import { type Flow, defineFlow } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { phrases } from './phrases.ts';
import { pageConfigInput, pageConfigView } from './schema.ts';

const refuse = refusals(phrases);

/** Origins at which our pages are shown. */
export type OwnPages = () => Promise<readonly string[]>;

/** Nobody has an address signed that is not ours. */
export function pageConfigOf(bots: readonly Bot[], ownPages: OwnPages): Flow<z.output<typeof pageConfigInput>, z.output<typeof pageConfigView>> {
  return defineFlow({
    name: 'notices.page-config',
    input: pageConfigInput,
    output: pageConfigView,
    policy: byAnyStaff,
    // Nothing of a patient: an address of ours and its signature.
    audited: false,
    body: async (_context, { platform, url }) => {
      if (!(await ownPages()).includes(new URL(url).origin)) throw refuse('notices.foreign-page', {}, 400);
      const bot = bots.find((each) => each.platform === platform);
      if (bot === undefined) throw refuse('notices.no-platform', {}, 404);
      return { config: await bot.pageConfig(url) };
    },
  });
}
