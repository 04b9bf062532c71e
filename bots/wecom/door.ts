/** The HTTP door of WeCom's callbacks: verify, hear, answer. */
import type { BotContext, CallbackReply, CallbackRequest } from '../bot.ts';
import { seal } from './envelope.ts';
import type { Hearing } from './inbound.ts';
import { readMessage } from './messages.ts';
import type { WecomSettings } from './settings.ts';
import { verifyCallback } from './verify.ts';
import type { Verdict } from './verify.ts';

/** The same for every failed check. */
const REFUSED: CallbackReply = { status: 403, contentType: 'text/plain', body: '' };
const TAKEN: CallbackReply = { status: 200, contentType: 'text/plain', body: 'success' };
const NOT_NOW: CallbackReply = { status: 503, contentType: 'text/plain', body: '' };
const FAILED: CallbackReply = { status: 500, contentType: 'text/plain', body: '' };

export interface CallbackDoor {
  /** From now on messages are heard; before and after, only the address check is answered. */
  open(hearing: Hearing): void;
  close(): void;
  receive(request: CallbackRequest): Promise<CallbackReply>;
  health(): { readonly ok: boolean; readonly seen: string };
}

export function callbackDoor(settings: WecomSettings, context: BotContext): CallbackDoor {
  let hearing: Hearing | undefined;
  let lastHeard: number | undefined;

  async function receive(request: CallbackRequest): Promise<CallbackReply> {
    const verdict = await verifyCallback(request, settings, context);
    if (!verdict) return REFUSED;
    if (verdict.kind === 'echo') return { status: 200, contentType: 'text/plain; charset=utf-8', body: verdict.text };
    lastHeard = context.now();
    return hearing ? answer(verdict, hearing) : giveBack(verdict, NOT_NOW);
  }

  async function answer(verdict: Verdict & { kind: 'message' }, hearing: Hearing): Promise<CallbackReply> {
    const heard = readMessage(verdict.message, settings.corpId);
    if (!heard) {
      // Sent again it would be no clearer, so it is taken.
      context.log.warn({}, 'wecom: a verified callback could not be read');
      return TAKEN;
    }
    try {
      const reply = await hearing.hear(heard);
      return reply ? { status: 200, contentType: 'application/xml; charset=utf-8', body: seal(settings, reply, context.now()) } : TAKEN;
    } catch (error) {
      context.log.error({ kind: heard.kind, error: error instanceof Error ? error.name : 'unknown' }, 'wecom: callback failed');
      return giveBack(verdict, FAILED);
    }
  }

  return {
    open: (next) => {
      hearing = next;
    },
    close: () => {
      hearing = undefined;
    },
    receive,
    health: () => {
      if (!hearing) return { ok: false, seen: '还没有开始接收回调' };
      if (lastHeard === undefined) return { ok: true, seen: '可以接收回调，启动后还没有收到过' };
      return { ok: true, seen: `最近一次回调在 ${Math.floor((context.now() - lastHeard) / 60_000)} 分钟前` };
    },
  };
}

/** Should the platform repeat the very same request, it is heard. */
async function giveBack(verdict: Verdict & { kind: 'message' }, reply: CallbackReply): Promise<CallbackReply> {
  await verdict.forget();
  return reply;
}
