/** What the tracing's page asks for. */
import { type answerDraft, type MarkTyped, tracingBegun, tracingList, type TracingView, tracingView, type VisibleFound, visibleFound } from '../../../../services/operations/leak-tracing/schema.ts';
import { type File as CallFile, file } from '../../../../services/core/schema.ts';
import { get, post } from '../../app/api.ts';
import { fileForCall } from '../../app/files.ts';
import { z } from 'zod';

export const readTracings = (offset: number, signal: AbortSignal): Promise<z.infer<typeof tracingList>> => get(`/leak-tracing?offset=${offset}&limit=20`, tracingList, signal);
export const readTracing = (id: string, signal?: AbortSignal): Promise<TracingView> => get(`/leak-tracing/${encodeURIComponent(id)}`, tracingView, signal);

export const readReport = (id: string): Promise<CallFile> => get(`/leak-tracing/${encodeURIComponent(id)}/report`, file);

export const readVisible = (id: string, typed: MarkTyped, offset: number, limit: number): Promise<VisibleFound> => get(`/leak-tracing/${encodeURIComponent(id)}/visible?${new URLSearchParams({ ...typed, offset: String(offset), limit: String(limit) }).toString()}`, visibleFound);

export const takeAnswer = (id: string, answer: Omit<z.input<typeof answerDraft>, 'id'>): Promise<unknown> => post(`/leak-tracing/${encodeURIComponent(id)}/answer`, answer, z.unknown());

export interface Asked {
  readonly picture: File;
  readonly note: string;
  readonly days: number;
  /** In pixels of the picture; none where nobody marked them. */
  readonly corners: readonly number[];
}

export async function beginTracing({ picture, note, days, corners }: Asked): Promise<string> {
  const { id } = await post('/leak-tracing', { picture: await fileForCall(picture), note, days, ...(corners.length === 8 ? { corners } : {}) }, tracingBegun);
  return id;
}
