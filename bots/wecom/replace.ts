/** One attempt to replace a card with one `response_code`. */
import { createHash } from 'node:crypto';
import type { TemplateCard } from '../../cards/render/wecom.ts';
import { Failure } from '../../services/core/errors.ts';
import type { BotContext } from '../bot.ts';
import type { WecomClient } from './client.ts';
import { CODE_HOURS } from './codes.ts';
import { isAmong } from './recipients.ts';
import { updatedSchema } from './schema.ts';

const CODE_SPENT = '60140';

/** `spent`: the code was used or is too old, and this card is not what it was used for. */
export type Replace = (user: string, card: TemplateCard, code: string) => Promise<'shown' | 'spent'>;

export function replaceWith(agentid: number, { store }: Pick<BotContext, 'store'>, client: WecomClient): Replace {
  return async (user, card, code) => {
    const body = { userids: [user], agentid, response_code: code, template_card: card };
    const tried = `wecom:tried:${digest(code)}`;
    try {
      const answer = await client.post('message/update_template_card', body, updatedSchema);
      if (isAmong(user, answer.invaliduser)) throw new Failure('wecom update: no such member', 'permanent', '81013');
      return 'shown';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // A cut connection may have spent the code on this very card; the repeat then finds it spent, and all is well.
      if (error.class === 'ambiguous') await store.set(tried, digest(JSON.stringify(card)), CODE_HOURS * 3_600_000);
      if (error.vendorCode !== CODE_SPENT) throw error;
      return (await store.get(tried)) === digest(JSON.stringify(card)) ? 'shown' : 'spent';
    }
  };
}

/** A code is a capability and does not belong into a shared store as it is. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
