/** The watermark's side of the pages: loaded and opened when somebody first opens a document, closed with the service. */
import type { Pipeline, PipelineOptions } from '../watermark/pipeline.ts';
import { type ShelfParts, shelfFor } from './copies-shelf.ts';
import type { Metrics } from './core/metrics.ts';
import type { Settings } from './settings.ts';
import type { Copies } from './shared/viewing/index.ts';

interface CopiesParts extends ShelfParts {
  readonly metrics: Pick<Metrics, 'preparedPages'>;
}

export function createCopies(settings: Pick<Settings, 'viewing' | 'service'>, { metrics, ...parts }: CopiesParts): { readonly copies: Copies; readonly close: () => Promise<void> } {
  const { threads, memoryMb, chromiumPath } = settings.viewing;
  let opened: Promise<Pipeline> | undefined;
  const options = async (): Promise<PipelineOptions> => {
    const shelf = await shelfFor(settings, parts);
    return {
      threads,
      memoryBytes: memoryMb * 2 ** 20,
      counted: (what) => metrics.preparedPages.inc({ what }),
      ...(shelf !== undefined && { shelf }),
      // A service that runs as root has no sandbox of Chromium's.
      ...(chromiumPath !== undefined && { browser: { executable: chromiumPath, sandbox: process.getuid?.() !== 0 } }),
    };
  };
  const pipeline = (): Promise<Pipeline> => {
    opened ??= options().then(open);
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
