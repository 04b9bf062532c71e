/** What the audit's pages ask for. */
import { z } from 'zod';
import type { AuditFilters, AuditRow } from '../../../../services/operations/audit/schema.ts';
import { actChoices, alertList, auditPage, chainView, exported, lookedView, platformLog, sessionsView } from '../../../../services/operations/audit/schema.ts';
import { get, post } from '../../app/api.ts';

type Words = Readonly<Record<string, string | number | boolean | undefined | null>>;

function asked(words: Words): string {
  const said = Object.entries(words).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return said.length === 0 ? '' : `?${new URLSearchParams(said.map(([key, value]) => [key, String(value)])).toString()}`;
}

export interface Filters {
  readonly staff: string;
  readonly patient: string;
  readonly act: string;
  readonly outcome: string;
  readonly door: string;
  readonly from: string;
  readonly until: string;
}

/** From the address, where no patient ever stands; whole days of the hospital. */
export function filtersOf(query: Readonly<Record<string, unknown>>): Omit<Filters, 'patient'> {
  const text = (name: Exclude<keyof Filters, 'patient'>): string => (typeof query[name] === 'string' ? query[name] : '');
  return { staff: text('staff'), act: text('act'), outcome: text('outcome'), door: text('door'), from: text('from'), until: text('until') };
}

const dayMs = 86_400_000;
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

export function daysOf({ from, until }: Pick<Filters, 'from' | 'until'>): { from?: string; until?: string } {
  const begin = isDay(from) ? { from: new Date(`${from}T00:00:00+08:00`).toISOString() } : {};
  return isDay(until) ? { ...begin, until: new Date(Date.parse(`${until}T00:00:00+08:00`) + dayMs).toISOString() } : begin;
}

export function readRows(filters: Filters, more: { readonly cursor?: string; readonly signIns?: boolean }, signal?: AbortSignal): Promise<z.infer<typeof auditPage>> {
  return get(`/audit/rows${asked({ ...filters, ...daysOf(filters), from: daysOf(filters).from, until: daysOf(filters).until, ...more })}`, auditPage, signal);
}

export const readLooked = (patient: string, cursor?: string, signal?: AbortSignal): Promise<z.infer<typeof lookedView>> => get(`/audit/looked${asked({ patient, cursor })}`, lookedView, signal);
export const readActs = (signal?: AbortSignal): Promise<z.infer<typeof actChoices>> => get('/audit/acts', actChoices, signal);
export const readSessions = (staff: string, signal?: AbortSignal): Promise<z.infer<typeof sessionsView>> => get(`/audit/sessions${asked({ staff })}`, sessionsView, signal);
export const readPlatformLog = (days: Pick<Filters, 'from' | 'until'>, signal?: AbortSignal): Promise<z.infer<typeof platformLog>> => get(`/audit/platform-log${asked({ ...daysOf(days) })}`, platformLog, signal);
export const readChain = (signal?: AbortSignal): Promise<z.infer<typeof chainView>> => get('/audit/chain', chainView, signal);
export const readAlerts = (state: string, signal?: AbortSignal): Promise<z.infer<typeof alertList>> => get(`/audit/alerts${asked({ state })}`, alertList, signal);

export function exportRows(filters: Filters): Promise<z.infer<typeof exported>> {
  const { outcome, door, from: _from, until: _until, ...words } = filters;
  const chosen: AuditFilters = { ...words, ...(outcome === '' ? {} : { outcome: outcome as AuditRow['outcome'] }), ...(door === '' ? {} : { door: door as 'http' }), ...daysOf(filters) };
  return post('/audit/export', chosen, exported);
}

export const startVerifying = (): Promise<{ started: boolean }> => post('/audit/verify', {}, z.object({ started: z.boolean() }));
export const reviewAlert = (alert: string, state: string, note: string): Promise<unknown> => post(`/audit/alerts/${alert}/review`, { state, note }, z.unknown());
