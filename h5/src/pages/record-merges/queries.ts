/** What the page asks, and the two acts of the patients' module. */
import { z } from 'zod';
import { comparison, doneList, recordList } from '../../../../services/operations/record-merges/schema.ts';
import { get, post } from '../../app/api.ts';

export const findRecords = (text: string) => post('/record-merges/find', { text }, recordList);
export const compareRecords = (one: string, other: string) => post('/record-merges/compare', { one, other }, comparison);
export const readDone = (filter: { readonly number: string; readonly offset: number; readonly limit: number }, signal?: AbortSignal) =>
  get(`/record-merges?${new URLSearchParams({ number: filter.number, offset: String(filter.offset), limit: String(filter.limit) })}`, doneList, signal);
export const merge = (gone: string, stays: string, reason: string) => post('/patients/merge', { gone, stays, reason }, z.unknown());
export const unmerge = (number: string, reason: string) => post('/patients/unmerge', { number, reason }, z.unknown());
