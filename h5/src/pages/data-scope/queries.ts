/** What the pages ask of the data scope and tell it. */
import { z } from 'zod';
import {
  areas, colleagues, exceptionView, flaggedList, glassList, glassView, matrixView, requestList, whoView, whyView,
} from '../../../../services/shared/data-scope/schema.ts';
import type { ExceptionView } from '../../../../services/shared/data-scope/schema.ts';
import type { Flag } from '../../../../services/shared/data-scope/model.ts';
import { get, post } from '../../app/api.ts';

const anything = z.unknown();
const at = (id: string): string => encodeURIComponent(id);

export const readMatrix = (signal?: AbortSignal) => get('/data-scope/matrix', matrixView, signal);
export const readAreas = (signal?: AbortSignal) => get('/data-scope/areas', areas, signal);
export const readColleagues = (text: string, signal?: AbortSignal) => get(`/data-scope/colleagues?text=${at(text)}`, colleagues, signal);
export const askWhy = (question: { readonly staff: string; readonly patient: string }) => post('/data-scope/why', question, whyView);
export const askWho = (question: { readonly patient: string }) => post('/data-scope/who', question, whoView);

const exceptions = z.object({ items: z.array(exceptionView) });
export const readExceptions = (signal?: AbortSignal) => get('/data-scope/exceptions', exceptions, signal);
export const saveException = ({ name, on, roles, departments, columns }: ExceptionView) => post(`/data-scope/exceptions/${name}`, { on, roles, departments, columns }, anything);

export interface Paging {
  readonly waiting: boolean;
  readonly limit: number;
  readonly offset: number;
}
const paged = ({ waiting, limit, offset }: Paging): string => `limit=${limit}&offset=${offset}${waiting ? '&waiting=true' : ''}`;

export const readRequests = (page: Paging & { readonly mine: boolean }, signal?: AbortSignal) => get(`/data-scope/requests?${paged(page)}${page.mine ? '&mine=true' : ''}`, requestList, signal);
export const askPermission = (form: { readonly scope: string; readonly target: string; readonly reason: string; readonly until: string }) => post('/data-scope/requests', form, anything);
export const decideRequest = (id: string, form: { readonly granted: boolean; readonly until?: string; readonly note: string }) => post('/data-scope/requests/decide', { id, ...form }, anything);
export const revokeGrant = (id: string) => post('/data-scope/grants/revoke', { id }, anything);

export const readGlasses = (page: Paging, signal?: AbortSignal) => get(`/data-scope/emergency-views?${paged(page)}`, glassList, signal);
export const readGlass = (id: string, signal?: AbortSignal) => get(`/data-scope/emergency-views/${at(id)}`, glassView, signal);
export const reviewGlass = (id: string, form: { readonly verdict: string; readonly note: string }) => post(`/data-scope/emergency-views/${at(id)}/review`, form, anything);

export const readFlagged = (signal?: AbortSignal) => get('/data-scope/flags', flaggedList, signal);
export const setFlag = (form: { readonly patient: string; readonly flag: Flag; readonly on: boolean }) => post('/data-scope/flags', form, anything);
