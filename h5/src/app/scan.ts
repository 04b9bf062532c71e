/** Reading a code: by the app that holds the page where it can, else by the camera of the page (parts/scan-dialog.vue). */
import { container } from './container.ts';

export type Scanned =
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'cancelled' }
  /** This app has no scanner for us, or it would not open. */
  | { readonly kind: 'none' };

export async function scanByPlatform(): Promise<Scanned> {
  const app = container();
  if (app === 'browser') return { kind: 'none' };
  try {
    const text = app === 'dingtalk' ? await (await import('./dingtalk-scan.ts')).dingtalkScan() : await (await import('./wecom-scan.ts')).wecomScan();
    return text === '' ? { kind: 'cancelled' } : { kind: 'code', text };
  } catch (error) {
    return /cancel|取消/i.test(messageOf(error)) ? { kind: 'cancelled' } : { kind: 'none' };
  }
}

function messageOf(error: unknown): string {
  const { errMsg, errorMessage, message } = (typeof error === 'object' && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
  return [errMsg, errorMessage, message].map(String).join(' ');
}

/** What the browser has of its own; Chrome and Android's web view do, Safari does not. */
interface Detector {
  detect(source: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };
  }
}
const formats = ['qr_code', 'code_128', 'code_39', 'data_matrix'];

/** Looks at a picture: the code's content, `undefined` while there is none to be seen. */
export type Reader = (picture: HTMLCanvasElement) => Promise<string | undefined>;

export async function codeReader(): Promise<Reader> {
  const known = (await window.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  const usable = formats.filter((format) => known.includes(format));
  if (window.BarcodeDetector !== undefined && usable.includes('qr_code') && usable.includes('code_128')) {
    const detector = new window.BarcodeDetector({ formats: usable });
    return async (picture) => (await detector.detect(picture).catch(() => []))[0]?.rawValue;
  }
  const { readPicture } = await import('./scan-decoder.ts');
  return async (picture) => readPicture(picture);
}
