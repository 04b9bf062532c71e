/** How a module lends its cards to the notices: they draw the picture and say what a button means. */
import type { Answers, Card } from '../../../cards/card.ts';
import type { Tx } from '../../core/db.ts';
import type { AnyAction } from '../../core/module.ts';

export interface CardFace {
  readonly module: string;
  /** The card as it stands now for this person; `undefined` when there is nothing to show, or nothing this person may see. */
  draw(context: DrawContext, subject: string, viewer: Viewer): Promise<Card | undefined>;
  /** Many at once, in their order, where a module can read for all of them together. */
  readonly drawAll?: (context: DrawContext, asked: readonly Asked[]) => Promise<(Card | undefined)[]>;
  /** Whose data the card is about: looking at it again is a look at them. */
  readonly about?: (tx: Tx, subject: string) => Promise<readonly string[]>;
  /** The action a button stands for; `undefined` for a button the card never had. */
  press(button: string, subject: string, answers: Answers): PressTarget | undefined;
}

export interface DrawContext {
  readonly tx: Tx;
  readonly now: Date;
  /** At the commit that asked for it: what was just written there need not be read again. */
  readonly fromMemory?: boolean;
}

/** A card that is wanted. */
export interface Asked {
  readonly subject: string;
  readonly viewer: Viewer;
}

/** What a button stands for. */
export interface PressTarget {
  readonly action: AnyAction;
  readonly input: unknown;
}

/** Who looks at the card, and at which step they were told. */
export interface Viewer {
  readonly staff: string;
  readonly step: string;
  /** The card is not in their chat yet: what has ended meanwhile, while a platform was away, needs no telling any more. */
  readonly isNew: boolean;
}
