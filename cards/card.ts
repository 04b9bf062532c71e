/**
 * The card language: what we say in a chat, as a picture of a state and nothing else.
 *
 * A card is pure data. It knows no platform, no database and no clock: times arrive as the words people read
 * (`今天 02:14`). Each bot renders it within its platform's limits (`render/`); what a platform cannot show
 * becomes the link to H5. Order of the parts is the order of reading (interface.md, "Card anatomy").
 */

/** What the colour means; never the only sign of it, `kind`, `state` and `result` say it in words. */
export type Tone = 'danger' | 'warn' | 'act' | 'ok' | 'past';

export interface Card {
  /** `<module>.<card>`, e.g. `critical-values.alert`. */
  readonly name: string;
  readonly tone: Tone;
  /** Severity strip: what sort of thing this is, e.g. `危急值`. At most 8 characters. */
  readonly kind: string;
  /** The chat list and the lock screen: bed and surname at most, never a diagnosis or a value. */
  readonly summary: string;
  /** Patient line: `12床 王** 67岁 男 心内科一病区`. */
  readonly title: string;
  /** The most urgent fact, first and largest: `血钾 7.1 mmol/L ↑↑`. */
  readonly fact: string;
  /** Context in short labelled lines; the first two are shown everywhere, the rest where there is room. */
  readonly fields: readonly Field[];
  /** Who has it, since when, what happens next and when. */
  readonly state: string;
  /** What the person is asked before pressing a button. At most three. */
  readonly questions: readonly Question[];
  /** One primary and at most two others; empty once answered. */
  readonly buttons: readonly Button[];
  /** Takes the place of the buttons once answered: `李医生 02:14 已确认`. */
  readonly result?: string;
  /** The page where the whole is. Absolute path of H5, never a query with patient data in it. */
  readonly link?: Link;
}

export interface Field {
  readonly label: string;
  readonly value: string;
}

/** `one` of the options, `many` of them, or free `text` (where a platform has no text input the link is the way). */
export interface Question {
  readonly id: string;
  readonly label: string;
  readonly kind: 'one' | 'many' | 'text';
  readonly options: readonly Option[];
  /** Chosen beforehand. */
  readonly chosen?: readonly string[];
  readonly required: boolean;
}

export interface Option {
  readonly id: string;
  readonly label: string;
}

export interface Button {
  /** Names the action within the card's module, e.g. `acknowledge`. `[0-9A-Za-z_-]{1,64}` */
  readonly id: string;
  /** Says what will happen (`确认收到，我来处理`), never `确定`. */
  readonly label: string;
  readonly weight: 'primary' | 'plain' | 'danger';
}

export interface Link {
  readonly label: string;
  /** Path below the H5 base, e.g. `/m/critical-values/0199…`. */
  readonly path: string;
}

/** What a person filled in when pressing: question id to the chosen option ids, or to one text. */
export type Answers = Readonly<Record<string, readonly string[]>>;
