/**
 * WeCom's urgent means: an automatic voice call of the platform's 紧急通知应用 to the telephone a member has bound. The app
 * has to be put on its list of callers and the corporation pays by the call; what is said is set at the platform, not here.
 */
import { z } from 'zod';
import { Failure } from '../../services/core/errors.ts';
import type { Ringing } from '../bot.ts';
import type { WecomClient } from './client.ts';

const called = z.object({ states: z.array(z.object({ code: z.int(), callid: z.string().default(''), userid: z.string() })).default([]) });
const became = z.object({ istalked: z.int().default(0), reason: z.int().default(0) });
/** While it rings or is talked, nothing is known yet. */
const underway: readonly number[] = [1, 2, 3];

export function wecomRinging(client: WecomClient): Ringing {
  return {
    ring: async (user) => {
      const { states } = await client.post('pstncc/call', { callee_userid: [user] }, called);
      const own = states.find(({ userid }) => userid.toLowerCase() === user.toLowerCase());
      if (own === undefined || own.code !== 0 || own.callid === '') throw new Failure('wecom pstncc/call: not called', 'permanent', `call-${own?.code ?? 'none'}`);
      return { ref: own.callid };
    },
    became: async (user, ref) => {
      const { istalked, reason } = await client.post('pstncc/getstates', { callee_userid: user, callid: ref }, became);
      if (istalked === 1) return { state: 'arrived', code: '' };
      return underway.includes(reason) ? { state: 'waiting', code: '' } : { state: 'not-arrived', code: `ring-${reason}` };
    },
  };
}
