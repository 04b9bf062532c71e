/** The decisions of the module: no database, no clock, no network. */
import { refusals } from '../../../services/core/phrases.ts';
import { type Announcement, longest } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

/** @throws Refusal `announcements.too-long`, `announcements.over` */
export function publish(text: string, until: Date, now: Date): Announcement {
  const words = text.trim();
  if (words.length > longest) throw refuse('announcements.too-long', { most: longest, length: words.length });
  if (until <= now) throw refuse('announcements.over');
  return { text: words, until };
}

export function isShown({ until }: Announcement, now: Date): boolean {
  return now < until;
}
