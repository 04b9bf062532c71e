/** What the pages of rosters ask and do. */
import { z } from 'zod';
import type { DutyKind, Shift } from '../../../../services/shared/on-call/schema.ts';
import { copied, departmentList, done, file, filePreview, foundPeople, historyView, mineView, overviewView, tonightView, weekView } from '../../../../services/operations/duty-roster/schema.ts';
import type { Done, FilePreview, MineView, OverviewView, TonightView, WeekView } from '../../../../services/operations/duty-roster/schema.ts';
import type { File as CallFile } from '../../../../services/core/schema.ts';
import { get, post } from '../../app/api.ts';
import { pathOf } from '../records/queries.ts';

export type Departments = z.infer<typeof departmentList>;
export type People = z.infer<typeof foundPeople>['people'];

export const readDepartments = (signal?: AbortSignal): Promise<Departments> => get('/duty-roster/departments', departmentList, signal);
export const readWeek = (asked: { department: string | undefined; from: string; days: number }, signal?: AbortSignal): Promise<WeekView> => get(pathOf('/duty-roster/week', asked), weekView, signal);
export const readTonight = (department: string | undefined, signal?: AbortSignal): Promise<TonightView> => get(pathOf('/duty-roster/tonight', { department }), tonightView, signal);
export const readMine = (signal?: AbortSignal): Promise<MineView> => get('/duty-roster/mine', mineView, signal);
export const readOverview = (signal?: AbortSignal): Promise<OverviewView> => get('/duty-roster/overview', overviewView, signal);
export const readHistory = (department: string, signal?: AbortSignal): Promise<z.infer<typeof historyView>> => get(pathOf('/duty-roster/history', { department }), historyView, signal);
export const findPeople = async (department: string, duty: DutyKind, text: string): Promise<People> => (await get(pathOf('/duty-roster/people', { department, duty, text }), foundPeople)).people;

export interface DutyDraft {
  readonly department: string;
  readonly duty: DutyKind;
  readonly staff: string;
  readonly from: Date;
  readonly until: Date | null;
}
export const enterDuty = (draft: DutyDraft, confirmed: boolean): Promise<Done> => post('/duty-roster/duties', { ...draft, confirmed }, done);
export const changeDuty = (id: string, change: { staff?: string; from?: Date; until?: Date | null }, confirmed: boolean): Promise<Done> => post('/duty-roster/duties/change', { id, ...change, confirmed }, done);
const nothing = z.unknown();
const did = (path: string, body: object): Promise<true> => post(path, body, nothing).then(() => true as const);
export const endDuty = (id: string): Promise<true> => did('/duty-roster/duties/end', { id });
export const removeDuty = (id: string): Promise<true> => did('/duty-roster/duties/remove', { id });
export const copyWeek = (department: string, monday: string, confirmed: boolean): Promise<z.infer<typeof copied>> => post('/duty-roster/copy-week', { department, monday, confirmed }, copied);
export const savePattern = (department: string, pattern: { shifts: readonly Shift[]; kept: boolean; phone: string | null }, confirmed: boolean): Promise<Done> => post('/duty-roster/pattern', { department, ...pattern, confirmed }, done);
export const addLeave = (leave: { staff: string; from: Date; until: Date; note: string }): Promise<{ holes: number }> => post('/duty-roster/leaves', leave, z.object({ holes: z.int() }));
export const endLeave = (id: string): Promise<true> => did('/duty-roster/leaves/end', { id });
export const askStandIn = (id: string, staff: string, note: string): Promise<true> => did('/duty-roster/stand-ins', { id, staff, note });
export const answerStandIn = (id: string, accept: boolean): Promise<true> => did('/duty-roster/stand-ins/answer', { id, accept });
export const withdrawStandIn = (id: string): Promise<true> => did('/duty-roster/stand-ins/withdraw', { id });
export const handOver = (id: string, staff: string | undefined): Promise<{ to: string }> => post('/duty-roster/hand-over', { id, staff }, z.object({ to: z.string() }));
export const previewFile = (given: CallFile, replace: boolean): Promise<FilePreview> => post('/duty-roster/file/preview', { file: given, replace }, filePreview);
export const importFile = (given: CallFile, replace: boolean): Promise<FilePreview> => post('/duty-roster/file', { file: given, replace }, filePreview);
export const exportFile = (asked: { department?: string | undefined; month?: string; template?: string }): Promise<CallFile> => get(pathOf('/duty-roster/file', asked), file);
