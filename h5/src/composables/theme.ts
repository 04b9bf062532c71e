/** Light, dark or as the phone says. The classes are the ones Vant and Element Plus look for. */
import { readonly, ref } from 'vue';

export type Theme = 'system' | 'light' | 'dark';

const key = 'wardline:theme';
const dusk = matchMedia('(prefers-color-scheme: dark)');
const chosen = ref<Theme>(read());

export const theme = readonly(chosen);

export function chooseTheme(next: Theme): void {
  chosen.value = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  apply();
}

export function startTheme(): void {
  dusk.addEventListener('change', apply);
  apply();
}

function apply(): void {
  const dark = chosen.value === 'dark' || (chosen.value === 'system' && dusk.matches);
  for (const name of ['dark', 'van-theme-dark']) document.documentElement.classList.toggle(name, dark);
}

function read(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}
