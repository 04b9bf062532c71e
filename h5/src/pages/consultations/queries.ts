/** What the pages of consultations ask. */
import { z } from 'zod';
import { consultationDetail, consultationList } from '../../../../services/shared/consultations/schema.ts';
import type { ConsultationView } from '../../../../services/shared/consultations/schema.ts';
import { answersView, written } from '../../../../services/clinical/consultation-answers/schema.ts';
import type { AnswersView } from '../../../../services/clinical/consultation-answers/schema.ts';
import { get, post } from '../../app/api.ts';
import { type Page, pathOf } from '../records/queries.ts';

export type ConsultationDetail = z.infer<typeof consultationDetail>;

export const readConsultations = (asked: { readonly part?: string; readonly open?: boolean; readonly from?: Date; readonly until?: Date; readonly limit: number }, signal?: AbortSignal): Promise<Page<ConsultationView>> => get(pathOf('/consultations', asked), consultationList, signal);

export const readConsultation = (id: string, signal?: AbortSignal): Promise<ConsultationDetail> => get(`/consultations/${encodeURIComponent(id)}`, consultationDetail, signal);

export const readAnswers = (id: string, signal?: AbortSignal): Promise<AnswersView> => get(`/consultations/${encodeURIComponent(id)}/answers`, answersView, signal);

/** Kept there unsigned; the same words again are the same answer. */
export const writeAnswer = (id: string, text: string): Promise<{ readonly id: string }> => post(`/consultations/${encodeURIComponent(id)}/answers`, { text }, written);

export const signAnswer = (id: string, pin: string): Promise<unknown> => post(`/consultation-answers/${encodeURIComponent(id)}/sign`, { pin }, z.object({ signature: z.string() }));
