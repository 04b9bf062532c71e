/** The notices' door: who is told what by card, its delivery, its refreshing, and the presses that come back. */
import { gathered } from '../../core/gather.ts';
import { defineJob, defineModule, type Module } from '../../core/module.ts';
import { deliverCritical, deliverNormal, noteDelayed, noteDoubt, noteNeedless, noteNoDoubt, noteSent, noteShown, noteUndeliverable, refreshCards, sweep } from './actions.ts';
import { type DeliveryParts, deliver, noteArrived, refreshAll } from './deliver.ts';
import { prepareAll } from './draw.ts';
import { delayed, sent, undeliverable } from './events.ts';
import { type OwnPages, pageConfigOf } from './flows.ts';
import { PATIENCE_TIMES, patient } from './patience.ts';
import { phrases } from './phrases.ts';
import { giveWay } from './precedence.ts';

export { type Telling, refresh, tell, tellAll } from './actions.ts';
export { type LineAnswer, createChatDoor, startBots } from './chat.ts';
export { delayed as noticeDelayed, sent as noticeSent, undeliverable as noticeUndeliverable } from './events.ts';
export type { Asked, CardFace, DrawContext, Viewer } from './face.ts';
export { dingWords, dingedWords } from './phrases.ts';

/** A job that was not lost has long been tried by then. */
const forgottenAfterMs = 90_000;

/** `answerMs`: how long a delivery waits for the platform's answer. */
export function notices({ answerMs = PATIENCE_TIMES.answerMs, ownPages, ...given }: Omit<DeliveryParts, 'arrived' | 'prepared'> & { readonly answerMs?: number | undefined; readonly ownPages: OwnPages }): Module {
  const parts: DeliveryParts = { ...given, arrived: gathered(noteArrived), prepared: gathered((wanted) => prepareAll(given, wanted)), bots: given.bots.map((bot) => patient(bot, { ...PATIENCE_TIMES, answerMs })) };
  const pageConfig = pageConfigOf(given.bots, ownPages);
  return defineModule({
    name: 'notices',
    flows: [pageConfig],
    routes: [{ method: 'POST', path: '/page-config', does: pageConfig }],
    events: [sent, undeliverable, delayed],
    actions: [noteSent, noteShown, noteUndeliverable, noteDelayed, noteDoubt, noteNoDoubt, noteNeedless, sweep],
    jobs: [
      defineJob(deliverCritical, (context, { delivery }) => deliver(parts, context, delivery)),
      defineJob(deliverNormal, async (context, { delivery }) => {
        await giveWay(parts.prisma, context.now, delivery);
        await deliver(parts, context, delivery);
      }),
      defineJob(refreshCards, (context, { module, subject }) => refreshAll(parts, context, module, subject)),
    ],
    ticks: [{ name: 'notices.sweep', cron: '* * * * *', body: async (context) => void (await context.run(sweep, { olderThanMs: forgottenAfterMs })) }],
    phrases,
    acts: { 'notices.look': '在聊天里重看卡片', 'notices.page-config': '使用平台的扫码' },
  });
}
