/** Why a document makes no pages: for whoever tells the person. */
export type SourceTrouble = 'encrypted' | 'damaged' | 'too-large' | 'too-many-pages' | 'unsupported' | 'compressed' | 'too-slow';

/** A document that is refused. Its message is for logs; it holds nothing of the document's text. */
export class SourceRefused extends Error {
  override readonly name = 'SourceRefused';
  readonly trouble: SourceTrouble;
  /** Of one page, from 1, that cannot be shown while others can. */
  readonly page: number | undefined;
  constructor(trouble: SourceTrouble, detail: string, page?: number) {
    super(`${trouble}: ${detail}`);
    this.trouble = trouble;
    this.page = page;
  }
}

/** Bytes that are no picture we read, or too large a one. */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture';
}

export interface SourceLimits {
  /** Pixels an inch of the prepared page. */
  readonly dpi: number;
  /** Pages beyond which a document is refused. */
  readonly mostPages: number;
  /** Pixels of a page beyond which it is refused. */
  readonly mostPixels: number;
  readonly mostBytes: number;
}

export const ordinaryLimits: SourceLimits = { dpi: 150, mostPages: 500, mostPixels: 40_000_000, mostBytes: 100_000_000 };
