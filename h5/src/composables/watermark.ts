/** The viewer's watermark for as long as a component lives: redrawn at each minute and with each theme. */
import { onScopeDispose, watch } from 'vue';
import { screenCode, wantScreenCode } from '../app/screen-code.ts';
import { session } from '../app/session.ts';
import type { Layer } from '../app/watermark.ts';
import { startWatermark, tileImage, watermarkLines } from '../app/watermark.ts';
import { useNow } from './now.ts';
import { theme } from './theme.ts';

/** Readable on a photograph, not in the way of reading; the eye needs more of it on a dark ground. */
const colours = { light: 'rgba(27,31,36,0.08)', dark: 'rgba(232,234,237,0.10)' } as const;

export function useWatermark(): void {
  const now = useNow();
  const draw = (): readonly Layer[] => {
    const viewer = session.value ?? { name: '未登录', number: '', departmentName: '' };
    const dark = document.documentElement.classList.contains('dark');
    const named = { image: tileImage(watermarkLines(viewer, now.value), dark ? colours.dark : colours.light) };
    return screenCode.value === undefined ? [named] : [named, screenCode.value];
  };
  const { redraw, stop } = startWatermark(draw);
  const minute = (): number => Math.floor(now.value.getTime() / 60_000);
  const unwatch = watch([minute, theme, session, screenCode], redraw, { flush: 'post' });
  const unask = watch([minute, session], () => void wantScreenCode(session.value?.number, now.value), { immediate: true });
  onScopeDispose(() => {
    unwatch();
    unask();
    stop();
  });
}
