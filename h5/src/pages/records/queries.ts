/** What the pages of a patient's record ask. Nothing of it is kept on the device. */
import { patientValues } from '../../../../services/clinical/critical-values/schema.ts';
import type { PatientValues } from '../../../../services/clinical/critical-values/schema.ts';
import { documentList, documentReading } from '../../../../services/shared/documents/schema.ts';
import type { DocumentReading, DocumentView } from '../../../../services/shared/documents/schema.ts';
import { orderDetail, orderList } from '../../../../services/shared/orders/schema.ts';
import type { OrderLine } from '../../../../services/shared/orders/schema.ts';
import { observationList } from '../../../../services/shared/nursing/schema.ts';
import { identityView } from '../../../../services/shared/patients/schema.ts';
import type { IdentityView } from '../../../../services/shared/patients/schema.ts';
import { imagesLink, reportDetail, reportList, trend } from '../../../../services/shared/results/schema.ts';
import type { ReportLine } from '../../../../services/shared/results/schema.ts';
import type { z } from 'zod';
import { get, post } from '../../app/api.ts';

type Asked = Readonly<Record<string, string | number | boolean | Date | undefined>>;

/** Ids, kinds, days and pages: an address never holds what somebody typed or what stands in a record. */
export function pathOf(path: string, asked: Asked): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== undefined && value !== '') query.set(name, value instanceof Date ? value.toISOString() : String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

const of = (patientId: string): string => `/patients/${encodeURIComponent(patientId)}`;

export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

export const readDocuments = (patientId: string, asked: Asked, signal?: AbortSignal): Promise<Page<DocumentView>> => get(pathOf(`${of(patientId)}/documents`, asked), documentList, signal);

export const readDocument = (patientId: string, documentId: string, asked: Asked, signal?: AbortSignal): Promise<DocumentReading> =>
  get(pathOf(`${of(patientId)}/documents/${encodeURIComponent(documentId)}/reading`, asked), documentReading, signal);

export const readOrders = (patientId: string, asked: Asked, signal?: AbortSignal): Promise<Page<OrderLine> & { readonly asImage: boolean }> => get(pathOf(`${of(patientId)}/orders`, asked), orderList, signal);

export type OrderDetail = z.infer<typeof orderDetail>;
export const readOrder = (patientId: string, orderId: string, signal?: AbortSignal): Promise<OrderDetail> => get(`${of(patientId)}/orders/${encodeURIComponent(orderId)}`, orderDetail, signal);

export const readReports = (patientId: string, asked: Asked, signal?: AbortSignal): Promise<Page<ReportLine>> => get(pathOf(`${of(patientId)}/reports`, asked), reportList, signal);

export type ReportDetail = z.infer<typeof reportDetail>;
export const readReport = (patientId: string, reportId: string, signal?: AbortSignal): Promise<ReportDetail> => get(`${of(patientId)}/reports/${encodeURIComponent(reportId)}`, reportDetail, signal);

export type Trend = z.infer<typeof trend>;
export const readTrend = (patientId: string, item: string, signal?: AbortSignal): Promise<Trend> => get(pathOf(`${of(patientId)}/items/trend`, { item }), trend, signal);

export const readCriticalValues = (patientId: string, signal?: AbortSignal): Promise<PatientValues> => get(`${of(patientId)}/critical-values`, patientValues, signal);

export type Observation = z.infer<typeof observationList>['items'][number];
export const readObservations = (patientId: string, asked: Asked, signal?: AbortSignal): Promise<Page<Observation>> => get(pathOf(`${of(patientId)}/observations`, asked), observationList, signal);

export const readIdentity = (patientId: string, signal?: AbortSignal): Promise<IdentityView> => get(`${of(patientId)}/identity`, identityView, signal);

/** Where the hospital's image viewer shows the examination; each is on record. */
export const openImages = (patientId: string, reportId: string): Promise<{ readonly url: string }> => post(`/patients/${encodeURIComponent(patientId)}/reports/${encodeURIComponent(reportId)}/images`, {}, imagesLink);
