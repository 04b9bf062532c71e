/**
 * Pages with a patient's data are copied, saved as pictures and printed only where the hospital allows it, and nothing is
 * allowed before the service has said so. What is done is told to the service, as is what was done to the watermark: each
 * thing at a page at most once a minute, and again until it has arrived.
 */
import { z } from 'zod';
import type { TakingAllowed, TakingWay, Tampering } from '../../../services/shared/viewing/schema.ts';
import { post, troubleOf } from './api.ts';

/** Where somebody is: the page's name and, below a patient's address, the patient. */
export interface Place {
  readonly page: string;
  readonly patientId?: string;
}

const onceMs = 60_000;
const told = new Map<string, number>();

export function tellTaking(way: TakingWay, place: Place): void {
  void tell('/viewing/takings', { way, ...place });
}

export function tellTampering(how: Tampering, place: Place): void {
  void tell('/viewing/tamperings', { how, ...place });
}

async function tell(path: string, body: object): Promise<void> {
  const key = JSON.stringify([path, body]);
  const at = Date.now();
  if (at - (told.get(key) ?? 0) < onceMs) return;
  told.set(key, at);
  try {
    await post(path, body, z.unknown());
  } catch (error) {
    // Refused is refused; what did not arrive is told again.
    if (troubleOf(error).kind !== 'offline') return;
    setTimeout(() => {
      told.delete(key);
      void tell(path, body);
    }, onceMs);
  }
}

const free = 'input, textarea, [contenteditable], .may-copy';
const isPicture = (target: EventTarget | null): boolean => target instanceof Element && target.closest('img, canvas, svg') !== null;
const isFree = (node: EventTarget | null): boolean => {
  const element = node instanceof Node && !(node instanceof Element) ? node.parentElement : node;
  return element instanceof Element && element.closest(free) !== null;
};

/** Of numbers and what one typed oneself anybody may take a copy. */
function isOwnCopy(event: Event): boolean {
  const selection = document.getSelection();
  return isFree(event.target) || (selection !== null && isFree(selection.anchorNode) && isFree(selection.focusNode));
}

/** Guards the document; `allowed` and `place` are asked at each event: `undefined` where nothing of a patient is shown. */
export function guardTaking(allowed: () => TakingAllowed, place: () => Place | undefined): () => void {
  const stopped = new AbortController();
  const on = (kind: string, does: (event: Event, at: Place) => void): void =>
    addEventListener(kind, (event) => {
      const at = place();
      if (at !== undefined) does(event, at);
    }, { capture: true, signal: stopped.signal });
  const copying = (event: Event, at: Place): void => {
    if (isOwnCopy(event)) return;
    if (allowed().copy) tellTaking('copy', at);
    else event.preventDefault();
  };
  on('copy', copying);
  on('cut', copying);
  on('dragstart', (event) => {
    if (isPicture(event.target) ? !allowed().save : !allowed().copy && !isFree(event.target)) event.preventDefault();
  });
  // A long press of a picture asks for its menu; whether it was kept from there is the browser's secret.
  on('contextmenu', (event, at) => {
    if (isPicture(event.target) && allowed().save) tellTaking('save', at);
    else if (isPicture(event.target) || (!allowed().copy && !isFree(event.target))) event.preventDefault();
  });
  on('keydown', (event) => {
    if (event instanceof KeyboardEvent && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') event.preventDefault();
  });
  on('beforeprint', (_event, at) => {
    if (allowed().print) tellTaking('print', at);
  });
  return () => stopped.abort();
}

/** For the style sheets: what is not allowed here. */
export function markTaking(allowed: TakingAllowed | undefined): void {
  const { classList } = document.documentElement;
  classList.toggle('no-copy', allowed?.copy === false);
  classList.toggle('no-save', allowed?.save === false);
  classList.toggle('no-print', allowed?.print === false);
}
