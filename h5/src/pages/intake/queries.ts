/** What the desk asks the service. */
import { z } from 'zod';
import { causeTried, codesView, mattersView, rawView } from '../../../../services/shared/intake/schema.ts';
import type { CodesView, MattersView, RawView } from '../../../../services/shared/intake/schema.ts';
import { joinList, partedView } from '../../../../services/shared/theatre/schema.ts';
import { get, post } from '../../app/api.ts';

/** Those that are chosen; what is empty is not asked for. */
export const queryOf = (values: Readonly<Record<string, string | number>>): string => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '').map(([key, value]) => [key, String(value)])).toString();

export const readMatters = (values: Readonly<Record<string, string | number>>, signal: AbortSignal): Promise<MattersView> => get(`/intake/matters?${queryOf(values)}`, mattersView, signal);
export const readCodes = (values: Readonly<Record<string, string | number>>, signal: AbortSignal): Promise<CodesView> => get(`/intake/codes?${queryOf(values)}`, codesView, signal);
export const readRaw = (arrival: string): Promise<RawView> => get(`/intake/message?${queryOf({ arrival })}`, rawView);

export const readJoins = (values: Readonly<Record<string, string | number>>, signal: AbortSignal): Promise<z.infer<typeof joinList>> => get(`/theatre/joins?${queryOf(values)}`, joinList, signal);
export const decideJoin = (what: 'part' | 'rejoin', id: string, reason: string): Promise<z.infer<typeof partedView>> => post(`/theatre/joins/${what}`, { id, reason }, partedView);

export interface Cause {
  readonly code?: string;
  readonly reason?: string;
  readonly sender?: string;
}

export interface Progress {
  readonly tried: number;
  readonly solved: number;
  readonly failed: number;
}

/** Twenty by one call until there is no next one; `seen` is told how far it is. */
export async function tryCause(cause: Cause, seen: (progress: Progress) => void): Promise<Progress> {
  let progress: Progress = { tried: 0, solved: 0, failed: 0 };
  let after: string | null = '';
  while (after !== null) {
    const { next, ...done }: z.infer<typeof causeTried> = await post('/intake/try-cause', { ...cause, after }, causeTried);
    progress = { tried: progress.tried + done.tried, solved: progress.solved + done.solved, failed: progress.failed + done.failed };
    seen(progress);
    after = next;
  }
  return progress;
}

export async function tryOne(arrival: string): Promise<Progress> {
  const { open } = await post('/intake/try-again', { arrival }, z.object({ solved: z.int(), open: z.int() }));
  return { tried: 1, solved: open === 0 ? 1 : 0, failed: open === 0 ? 0 : 1 };
}

export const progressWords = ({ tried, solved, failed }: Progress): string => (tried === 0 ? '没有在等的消息了' : `已重试 ${tried} 条：${solved} 条全部对上${failed > 0 ? `，${failed} 条还有别的问题，仍在列表里` : ''}`);
