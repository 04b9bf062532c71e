/** Papers (纸面): what leaves as a PDF, drawn as sheets and sealed with the institution's certificate. */
import { Worker } from 'node:worker_threads';
import { Refusal } from '../errors.ts';
import type { File } from '../schema.ts';
import type { Stamp, openStamp } from './certificate.ts';
import type { PaperSettings } from './settings.ts';
import type { Sheet } from './sheet.ts';

export type { Piece, Sheet } from './sheet.ts';
export { phrases as paperPhrases } from './phrases.ts';

export interface PaperAsked extends Pick<Sheet, 'title' | 'facts' | 'pieces'> {
  /** Without its ending. */
  readonly fileName: string;
  /** Who takes it, for the foot of each page: a printed page says whose hands it left. */
  readonly takenBy: string;
  readonly at: Date;
}

export interface Papers {
  /** @throws Refusal `papers.expired`, `papers.unusable`, `papers.slow` */
  readonly make: (asked: PaperAsked) => Promise<File>;
}

export interface PapersPlace {
  readonly dataDir: string;
  readonly hospital: string;
  readonly now: () => Date;
  /** Is told why the certificate cannot be used; the person is told only that. */
  readonly trouble: (error: unknown) => void;
}

const patienceMs = 20_000;

export function createPapers(settings: PaperSettings, { dataDir, hospital, now, trouble }: PapersPlace): Papers {
  let opened: Promise<Stamp> | undefined;
  const stampOf = (): Promise<Stamp> => {
    opened ??= stampFor(settings, { dataDir, hospital, now: now() }).catch((error: unknown) => {
      // A file that is put right is read at the next try.
      opened = undefined;
      trouble(error);
      throw new Refusal('papers.unusable', {}, 503);
    });
    return opened;
  };
  return {
    make: async ({ fileName, takenBy, at, ...parts }) => {
      const stamp = await stampOf();
      if (at < stamp.notBefore || at > stamp.notAfter) throw new Refusal('papers.expired', {}, 503);
      const foot = `${takenBy}　签章 ${stamp.name}　序列号 ${stamp.serial.slice(0, 12)}`;
      const drawn = await drawPaper({ ...parts, hospital, foot, producer: 'Wardline', at: at.getTime() });
      const { seal } = await import('./pades.ts');
      const bytes = await seal(drawn, stamp, { reason: parts.title, at });
      return { name: `${fileName}.pdf`, type: 'application/pdf', base64: Buffer.from(bytes).toString('base64') };
    },
  };
}

// What reads certificates and writes PDFs is loaded with the first paper.
const stampFor: typeof openStamp = async (...given) => (await import('./certificate.ts')).openStamp(...given);

/** A sheet without a seal, drawn in a thread of its own. @throws Refusal `papers.slow` */
export function drawPaper(sheet: Sheet): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: sheet, resourceLimits: { maxOldGenerationSizeMb: 256 } });
    const timer = setTimeout(() => {
      reject(new Refusal('papers.slow', {}, 503));
      void worker.terminate();
    }, patienceMs);
    worker.once('message', resolve).once('error', reject).once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the thread ended with ${code}`));
    });
  });
}
