/** What the pages of ordering tests ask. */
import { z } from 'zod';
import { foundView } from '../../../../services/operations/dictionaries/schema.ts';
import type { FoundView } from '../../../../services/operations/dictionaries/schema.ts';
import { askedView, patientRequests } from '../../../../services/clinical/test-requests/schema.ts';
import type { PatientRequests } from '../../../../services/clinical/test-requests/schema.ts';
import { get, post } from '../../app/api.ts';

export type FoundItem = FoundView['entries'][number];

const of = (patientId: string): string => `/patients/${encodeURIComponent(patientId)}/test-requests`;
const one = (id: string): string => `/test-requests/${encodeURIComponent(id)}`;

export const readRequests = (patientId: string, signal?: AbortSignal): Promise<PatientRequests> => get(of(patientId), patientRequests, signal);

export async function findItems(text: string, signal?: AbortSignal): Promise<readonly FoundItem[]> {
  const query = new URLSearchParams({ dictionary: 'order-item', text: text.trim(), limit: '30' });
  return (await get(`/dictionaries/find?${query}`, foundView, signal)).entries;
}

export interface Order {
  readonly visitId: string;
  readonly batch: string;
  readonly items: readonly { readonly code: string; readonly anyway: boolean }[];
  readonly urgent: boolean;
  readonly purpose: string;
  readonly remark: string;
}

export const sendOrder = (patientId: string, order: Order): Promise<unknown> => post(of(patientId), order, askedView);
export const sendAgain = (id: string): Promise<unknown> => post(`${one(id)}/retry`, {}, z.unknown());
export const takeBack = (id: string, why: string): Promise<unknown> => post(`${one(id)}/withdraw`, { why }, z.unknown());
