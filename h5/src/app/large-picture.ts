/**
 * Pictures over the whole screen: two fingers or two taps make them larger, a tap, the cross or Escape shuts them, and whoever
 * came by keyboard is back where they were. Vant draws it; of keys it knows nothing.
 */
import { showImagePreview } from 'vant';
import { nextTick } from 'vue';

/** Vant's own is a letter of its icon font, which is left out. */
const closeIcon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" stroke="#fff" stroke-width="2.4" stroke-linecap="round"><circle cx="12" cy="12" r="11" fill="#0009" stroke="none"/><path d="M8 8l8 8M16 8l-8 8"/></svg>')}`;

export async function showLarge(images: string[], startPosition: number): Promise<void> {
  const from = document.activeElement;
  const onKey = (event: KeyboardEvent): void => {
    const isPress = (event.key === 'Enter' || event.key === ' ') && event.target === cross();
    if (event.key === 'Escape' || isPress) preview?.close();
    // Behind it lies the page; there is nothing to go to but the cross.
    if (event.key === 'Escape' || isPress || event.key === 'Tab') event.preventDefault();
  };
  const preview = showImagePreview({
    images,
    startPosition,
    closeable: true,
    closeIcon,
    maxZoom: 5,
    onClose: () => {
      removeEventListener('keydown', onKey, true);
      if (from instanceof HTMLElement) from.focus({ preventScroll: true });
    },
  });
  addEventListener('keydown', onKey, true);
  await nextTick();
  await nextTick();
  const close = cross();
  close?.setAttribute('aria-label', '关闭');
  close?.setAttribute('tabindex', '0');
  close?.closest('[role=dialog]')?.setAttribute('aria-label', '放大的页面');
  close?.focus({ preventScroll: true });
}

const cross = (): HTMLElement | null => document.querySelector('.van-image-preview__close-icon');
