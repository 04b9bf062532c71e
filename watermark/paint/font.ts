/** The typeface of marks and of made-up pages: Noto Sans SC (OFL), from its package, so that every machine draws the same. */
import { GlobalFonts } from '@napi-rs/canvas';
import { createRequire } from 'node:module';

const family = 'Wardline Sans';
let registered = false;

/** @throws Error where the package is missing */
export function fontFile(): string {
  return createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
}

/** Families for a canvas; rare characters fall to what the system has. @throws Error where the package is missing */
export function useFont(): string {
  if (!registered) {
    if (GlobalFonts.registerFromPath(fontFile(), family) === null) throw new Error('the typeface Noto Sans SC cannot be read');
    registered = true;
  }
  return `"${family}", "Noto Sans CJK SC", sans-serif`;
}
