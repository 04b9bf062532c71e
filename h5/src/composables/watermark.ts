/** The viewer's watermark for as long as a component lives: redrawn at each minute and with each theme; and what may be taken from below it. */
import { computed, onScopeDispose, watch } from 'vue';
import { useRoute } from 'vue-router';
import { markLook, screenCode, takingAllowed, wantScreenCode } from '../app/screen-code.ts';
import { session } from '../app/session.ts';
import type { Place } from '../app/taking.ts';
import { guardTaking, markTaking, tellTampering } from '../app/taking.ts';
import type { Layer } from '../app/watermark.ts';
import { startWatermark, tileImage, watermarkLines } from '../app/watermark.ts';
import { useNow } from './now.ts';
import { theme } from './theme.ts';

/** Readable on a photograph, not in the way of reading, for each per cent of the hospital's wish; the eye needs more of it on a dark ground. */
const colours = { light: (darkness: number) => `rgba(27,31,36,${(darkness * 0.0062).toFixed(3)})`, dark: (darkness: number) => `rgba(232,234,237,${(darkness * 0.0077).toFixed(3)})` } as const;

export function useWatermark(): void {
  const now = useNow();
  const draw = (): readonly Layer[] => {
    const viewer = session.value ?? { name: '未登录', number: '', departmentName: '' };
    const dark = document.documentElement.classList.contains('dark');
    const named = { image: tileImage(watermarkLines(viewer, now.value), colours[dark ? 'dark' : 'light'](markLook.value.darkness), markLook.value) };
    return screenCode.value === undefined ? [named] : [named, screenCode.value];
  };
  const route = useRoute();
  const place = computed((): Place => {
    const { id } = route.params;
    return { page: String(route.name), ...(route.path.startsWith('/m/patients/') && typeof id === 'string' && { patientId: id }) };
  });
  const { redraw, stop } = startWatermark(draw, (how) => tellTampering(how, place.value));
  const unguard = guardTaking(() => takingAllowed.value, () => (route.meta.clinical === true ? place.value : undefined));
  const unmark = watch([takingAllowed, () => route.meta.clinical], () => markTaking(route.meta.clinical === true ? takingAllowed.value : undefined), { immediate: true });
  const minute = (): number => Math.floor(now.value.getTime() / 60_000);
  const unwatch = watch([minute, theme, session, screenCode, markLook], redraw, { flush: 'post' });
  const unask = watch([minute, session], () => void wantScreenCode(session.value?.number, now.value), { immediate: true });
  onScopeDispose(() => {
    unwatch();
    unask();
    unmark();
    unguard();
    markTaking(undefined);
    stop();
  });
}
