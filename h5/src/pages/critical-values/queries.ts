/** What the pages ask of critical values and tell them. */
import { z } from 'zod';
import { type Contacts, type KeptVoice, contacts, detail, keptVoice, list, shownNumber } from '../../../../services/clinical/critical-values/schema.ts';
import type { CallForm, DeclineForm, Detail, DisposalForm, ListItem, NurseForm, RelayForm } from '../../../../services/clinical/critical-values/schema.ts';
import { type File as CallFile, file } from '../../../../services/core/schema.ts';
import { get, post } from '../../app/api.ts';

export const pageSize = 20;

export interface ListQuery {
  readonly mine: boolean;
  readonly clinical: readonly ListItem['clinical'][];
  readonly offset: number;
  readonly limit?: number;
  readonly from?: string;
  readonly until?: string;
  readonly department?: string;
  readonly message?: string;
}

export function listPath({ mine, clinical, offset, limit = pageSize, from, until, department, message }: ListQuery): string {
  const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  if (mine) query.set('mine', 'true');
  if (clinical.length > 0) query.set('clinical', clinical.join(','));
  if (from) query.set('from', from);
  if (until) query.set('until', until);
  if (department) query.set('department', department);
  if (message) query.set('message', message);
  return `/critical-values?${query.toString()}`;
}

export function readList(query: ListQuery, signal?: AbortSignal): Promise<{ items: ListItem[]; total: number }> {
  return get(listPath(query), list, signal);
}

export function readDetail(id: string, signal?: AbortSignal): Promise<Detail> {
  return get(`/critical-values/${encodeURIComponent(id)}`, detail, signal);
}

/** The same rows as a spreadsheet, all of them; of patients whom the reader may carry out. */
export function readRegisterFile(query: ListQuery): Promise<CallFile> {
  const asked = new URLSearchParams(listPath(query).split('?')[1]);
  asked.delete('limit');
  asked.delete('offset');
  return get(`/critical-values-file?${asked.toString()}`, file);
}

/** On paper, with whole names and the hospital's seal; taking it is on record. */
export function readSheet(id: string): Promise<CallFile> {
  return get(`/critical-values/${encodeURIComponent(id)}/sheet`, file);
}

/** What comes back is read anew with the detail: one way to see the state. */
const anything = z.unknown();

/** `readBack`: the value as read back, where the hospital asks for that. */
export function acknowledge(id: string, readBack?: string): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/acknowledge`, readBack === undefined ? {} : { readBack }, anything);
}

export function decline(id: string, form: Omit<DeclineForm, 'id'>): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/decline`, form, anything);
}

export function relay(id: string, form: Omit<RelayForm, 'id'>): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/relay`, form, anything);
}

/** `readBack`: as with taking it. */
export function takeOver(id: string, readBack?: string): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/take-over`, readBack === undefined ? {} : { readBack }, anything);
}

export function handBack(id: string): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/hand-back`, {}, anything);
}

export function writeNursing(id: string, form: Omit<NurseForm, 'id'>): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/nurse`, form, anything);
}

export function writeCall(id: string, form: Omit<CallForm, 'id'>): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/call`, form, anything);
}

/** Her numbers, masked; empty of somebody who lies in a bed. */
export function readContacts(id: string, signal?: AbortSignal): Promise<Contacts> {
  return get(`/critical-values/${encodeURIComponent(id)}/contacts`, contacts, signal);
}

/** Whole, for one call, and on record. */
export async function showNumber(id: string, field: 'phone' | 'guardianPhone'): Promise<string | null> {
  return (await post(`/critical-values/${encodeURIComponent(id)}/contacts`, { field }, shownNumber)).value;
}

export function cancel(id: string, reason: string, note: string): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/cancel`, { reason, note }, anything);
}

export function reopen(id: string, note: string): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/reopen`, { note }, anything);
}

export function dispose(id: string, form: Omit<DisposalForm, 'id'>): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/dispose`, form, anything);
}

/** A recording, kept until the disposal takes it. */
export function keepVoice(id: string, form: { readonly file: CallFile; readonly seconds: number }): Promise<KeptVoice> {
  return post(`/critical-values/${encodeURIComponent(id)}/voices`, form, keptVoice);
}

export function readVoice(id: string, voice: string): Promise<CallFile> {
  return get(`/critical-values/${encodeURIComponent(id)}/voices/${encodeURIComponent(voice)}`, file);
}

export function sign(id: string, pin: string): Promise<unknown> {
  return post(`/critical-values/${encodeURIComponent(id)}/sign`, { pin }, anything);
}
