/** What somebody sees of a card, as pieces in the order of reading; drawn as text for snapshots and as HTML for eyes. */
import type { Tone } from '../../cards/card.ts';

export type Role = 'strip' | 'title' | 'note' | 'fact' | 'row' | 'state' | 'result' | 'question' | 'choice' | 'button' | 'link' | 'menu' | 'line';

export interface Piece {
  readonly role: Role;
  readonly text: string;
  /** Label of a row, weight of a button, `on` of a chosen option. */
  readonly as?: string;
}

export interface Drawing {
  readonly where: '钉钉' | '企业微信' | '文字' | '锁屏';
  readonly tone: Tone;
  readonly pieces: readonly Piece[];
}

const MARKS: Readonly<Record<Role, (piece: Piece) => string>> = {
  strip: ({ text }) => `▌${text}`,
  title: ({ text }) => text,
  note: ({ text }) => `（${text}）`,
  fact: ({ text }) => `【${text}】`,
  row: ({ text, as }) => `  ${as ?? ''}  ${text}`,
  state: ({ text }) => `  ${text}`,
  result: ({ text }) => `✔ ${text}`,
  question: ({ text }) => `? ${text}`,
  choice: ({ text, as }) => `  ${as === 'on' ? '●' : '○'} ${text}`,
  button: ({ text, as }) => (as === 'primary' ? `[[ ${text} ]]` : `[ ${text} ]${as === 'danger' ? ' !' : ''}`),
  link: ({ text }) => `› ${text}`,
  menu: ({ text }) => `⋯ ${text}`,
  line: ({ text }) => text,
};

/** The drawing as lines, for people who read snapshots. */
export function asText(drawing: Drawing): string {
  const lines = drawing.pieces.map((piece) => MARKS[piece.role](piece));
  return [`── ${drawing.where}（${drawing.tone}）`, ...lines].join('\n');
}
