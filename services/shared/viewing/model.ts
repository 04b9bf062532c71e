/** What is shown to somebody, and the code their copy carries. */
import type { OrderSheetAsked } from '../orders/schema.ts';

export const openingKinds = ['document', 'orders', 'screen'] as const;
export type OpeningKind = (typeof openingKinds)[number];

/** As the watermark calls them: ±1, and ±2 for patients with a flag that narrows who may look. */
export type Strength = 'ordinary' | 'restricted';

/** How densely the words of a mark stand on a page. */
export const markSpacings = ['dense', 'ordinary', 'wide'] as const;

/** How the hospital wants marks to look. */
export interface MarkLook {
  /** Degrees, counter-clockwise. */
  readonly angle: number;
  readonly spacing: (typeof markSpacings)[number];
  /** Per cent of the way from paper to black. */
  readonly darkness: number;
}

/** Bits of a code, and those of them that are a page's number. */
export const codeBits = 48n;
export const pageBits = 10n;
/** Pages of one opening that have a number of their own. */
export const mostPages = Number((1n << pageBits) - 1n);

/** Places a search tells at most: who sees so many types more letters. */
export const mostHits = 200;

/** Lines of orders on one opening, newest first. */
export const mostOrders = 200;

/** 窗: what of a CT's numbers becomes grey; the watermark's side knows them by these names. */
export const windowNames = ['lung', 'soft', 'brain', 'bone', 'liver'] as const;
export type WindowName = (typeof windowNames)[number];

/** What a person may take away from a page with a patient's data, as the hospital's settings allow. */
export const takingWays = ['copy', 'save', 'print'] as const;
export type TakingWay = (typeof takingWays)[number];

/** What was done to the live overlay that names the viewer. */
export const tamperings = ['removed', 'hidden', 'emptied', 'shrunk', 'covered'] as const;
export type Tampering = (typeof tamperings)[number];

/** Told by one person in an hour at most: a page says each thing once a minute. */
export const mostToldHourly = 120;

/** How a document may be taken out: not at all, as pages that are pictures, or as text that lies under the mark. */
export const pdfForms = ['none', 'pictures', 'text'] as const;
export type PdfForm = (typeof pdfForms)[number];

/** Which kinds of documents (C0001 …, `*`) the hospital lets out in which form. */
export interface PdfRules {
  readonly pictures: readonly string[];
  readonly text: readonly string[];
}

/** How long the pages of an opening can be asked for; whoever reads on opens anew. */
export const openHours = 12;

/** Which of a stay's orders, as `orders` filters them. */
export type OrdersAsked = Omit<OrderSheetAsked, 'patientId'>;

/** What a person could read of a visible mark: patterns of SQL's ILIKE; what is left out was not read. */
export interface MarkRead {
  readonly staffName?: string | undefined;
  readonly staffNumber?: string | undefined;
  readonly departmentName?: string | undefined;
  /** Of `2026-11-29`. */
  readonly day?: string | undefined;
  /** Of `10:31`, and the latest clock it can stand for: a screen's mark goes on with the clock after the screen was opened. */
  readonly clock?: { readonly like: string; readonly latest: string } | undefined;
  readonly kind?: OpeningKind | undefined;
  /** Where day and clock were read whole: openings up to `minutes` away fit too, the nearest first. */
  readonly near?: { readonly at: Date; readonly minutes: number } | undefined;
}

export interface Opening {
  readonly id: string;
  readonly code: string;
  readonly keyVersion: number;
  readonly series: string;
  readonly kind: OpeningKind;
  readonly at: Date;
  readonly staffNumber: string;
  readonly staffName: string;
  readonly departmentName: string;
  /** What let the person see it, in a word of the ward; none on a screen. */
  readonly purpose: string;
  readonly patientId: string | null;
  readonly documentId: string | null;
  readonly contentId: string | null;
  readonly source: string | null;
  /** Of orders: which of them; of a CT: through which window. So that the same page can be made again. */
  readonly asked: OrdersAsked | { readonly window: WindowName } | null;
  readonly pages: number;
  readonly strength: Strength;
  readonly terminal: string;
  readonly address: string | null;
  readonly session: string;
}
