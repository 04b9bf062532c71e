/** Card → plain lines, for text messages, chats that cannot draw cards, and logs of what somebody was shown. */
import type { Card } from '../card.ts';
import { takeWithinBytes } from './limits.ts';

/** What a text message of DingTalk and WeCom holds. */
const ROOM_BYTES = 2048;

/** The whole card in the order of reading. Clinical: only where the reader is known. */
export function toText(card: Card, pages: string, roomBytes = ROOM_BYTES): string {
  const tail = [card.state, card.result ?? '', linkLine(card, pages)].filter((line) => line !== '');
  const head = [
    `【${card.kind}】${card.title}`,
    card.fact,
    ...card.fields.map((field) => `${field.label}：${field.value}`),
    ...card.questions.map((question) => questionLine(question.label, question.options.map((option) => option.label))),
  ].filter((line) => line !== '');
  const room = roomBytes - Buffer.byteLength(`\n${tail.join('\n')}`);
  return [...takeWithinBytes(head, room, '\n'), ...tail].join('\n');
}

/** One line without anything clinical, for lock screens and for text messages over a public network. */
export function toSummary(card: Card): string {
  return `【${card.kind}】${card.summary}`;
}

function linkLine(card: Card, pages: string): string {
  if (!card.link) return '';
  return `${card.link.label}：${pages.replace(/\/+$/, '')}${card.link.path}`;
}

function questionLine(label: string, options: readonly string[]): string {
  const asked = label.replace(/[？?：:]$/u, '');
  return options.length === 0 ? `${asked}（在详情中填写）` : `${asked}：${options.join(' / ')}`;
}
