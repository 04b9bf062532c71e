/** The watermark's side of the pages: opened when somebody first opens a document, closed with the service. */
import { type Pipeline, openPipeline } from '../watermark/pipeline.ts';
import { screenOf } from '../watermark/screen.ts';
import type { ViewingSettings } from './shared/viewing/settings.ts';
import type { Copies } from './shared/viewing/index.ts';

export function createCopies({ threads, memoryMb, chromiumPath }: ViewingSettings): { readonly copies: Copies; readonly close: () => Promise<void> } {
  let opened: Promise<Pipeline> | undefined;
  const pipeline = (): Promise<Pipeline> => {
    // A service that runs as root has no sandbox of Chromium's.
    opened ??= openPipeline({ threads, memoryBytes: memoryMb * 2 ** 20, ...(chromiumPath === undefined ? {} : { browser: { executable: chromiumPath, sandbox: process.getuid?.() !== 0 } }) });
    return opened;
  };
  return {
    copies: { pipeline, hasBrowser: chromiumPath !== undefined, screen: screenOf },
    close: async () => { await (await opened)?.close(); },
  };
}
