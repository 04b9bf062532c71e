/** The watermark's side of the pages: loaded and opened when somebody first opens a document, closed with the service. */
import type { Pipeline, PipelineOptions } from '../watermark/pipeline.ts';
import type { ViewingSettings } from './shared/viewing/settings.ts';
import type { Copies } from './shared/viewing/index.ts';

export function createCopies({ threads, memoryMb, chromiumPath }: ViewingSettings): { readonly copies: Copies; readonly close: () => Promise<void> } {
  let opened: Promise<Pipeline> | undefined;
  const pipeline = (): Promise<Pipeline> => {
    // A service that runs as root has no sandbox of Chromium's.
    opened ??= open({ threads, memoryBytes: memoryMb * 2 ** 20, ...(chromiumPath === undefined ? {} : { browser: { executable: chromiumPath, sandbox: process.getuid?.() !== 0 } }) });
    return opened;
  };
  return {
    copies: { pipeline, hasBrowser: chromiumPath !== undefined, screen: async (mark) => (await import('../watermark/screen.ts')).screenOf(mark) },
    close: async () => { await (await opened)?.close(); },
  };
}

// Its drawing libraries take a quarter of a start, and many starts (a worker's, a test's) never draw.
async function open(options: PipelineOptions): Promise<Pipeline> {
  const { openPipeline } = await import('../watermark/pipeline.ts');
  return openPipeline(options);
}
