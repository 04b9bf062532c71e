/** A chart in the element called `place`: drawn again when what it shows or the theme changes, and as wide as its place. */
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { onBeforeUnmount, onMounted, shallowRef, useTemplateRef, watch } from 'vue';
import { theme } from './theme.ts';

use([GridComponent, TooltipComponent, SVGRenderer]);

/** Colours are the page's own; the chart reads no variables. */
export const colour = (variable: string): string => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

/** In pixels: `share` of the page's size of type, which people enlarge. */
export const textSize = (share: number): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * share;

/** Text alone: nothing of a record is read as markup. */
export function hint(text: string): HTMLElement {
  return Object.assign(document.createElement('span'), { textContent: text });
}

/** `option` reads what is drawn; `shows` says when to draw again. */
export function useChart(option: () => Parameters<EChartsType['setOption']>[0], shows: () => unknown): void {
  const place = useTemplateRef<HTMLElement>('place');
  const chart = shallowRef<EChartsType>();
  const draw = (): void => chart.value?.setOption({ animation: false, ...option() });
  const fit = (): void => chart.value?.resize();
  onMounted(() => {
    if (place.value === null) return;
    chart.value = init(place.value, undefined, { renderer: 'svg' });
    draw();
    addEventListener('resize', fit);
  });
  watch([shows, theme], draw, { flush: 'post' });
  onBeforeUnmount(() => {
    removeEventListener('resize', fit);
    chart.value?.dispose();
  });
}
