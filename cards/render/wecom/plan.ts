/** Which of WeCom's card types can ask what a card asks, and which questions are left for the page. */
import type { Card, Question } from '../../card.ts';
import { bytesOf } from '../limits.ts';
import { LIMITS } from './template-card.ts';
import type { CardType } from './template-card.ts';

export interface Plan {
  readonly type: CardType;
  /** Questions the card itself asks. */
  readonly asked: readonly Question[];
  /** Questions that only the page can ask. */
  readonly onPage: readonly Question[];
  /** The primary button would be refused for want of an answer: it opens the page instead. */
  readonly primaryOpensPage: boolean;
}

/** The first type that asks the most; a required question that does not fit sends the primary button to the page. */
export function planOf(card: Card): Plan {
  if (card.buttons.length === 0) return { type: 'text_notice', asked: [], onPage: [], primaryOpensPage: false };
  const { type, asked } = typeFor(card.questions.filter((question) => isShowable(question)));
  const onPage = card.questions.filter((question) => !asked.includes(question));
  if (card.link && onPage.some((question) => question.required)) {
    // What the other buttons want answered stays on the card.
    const kept = card.buttons.length > 1 && type === 'button_interaction' ? asked.filter((question) => !question.required) : [];
    return { type: 'button_interaction', asked: kept, onPage: card.questions.filter((question) => !kept.includes(question)), primaryOpensPage: true };
  }
  return { type, asked, onPage, primaryOpensPage: false };
}

function typeFor(questions: readonly Question[]): Pick<Plan, 'type' | 'asked'> {
  const [first, ...others] = questions;
  if (!first) return { type: 'button_interaction', asked: [] };
  if (others.length > 0 && questions.every(fitsDropDown)) {
    return { type: 'multiple_interaction', asked: questions.slice(0, LIMITS.selects) };
  }
  // Only one list fits a card besides drop-downs: one that must be answered comes before one that may be.
  const chosen = questions.find((question) => question.required) ?? first;
  return { type: fitsDropDown(chosen) ? 'button_interaction' : 'vote_interaction', asked: [chosen] };
}

function fitsDropDown(question: Question): boolean {
  return question.kind === 'one' && question.options.length + (startsBlank(question) ? 1 : 0) <= LIMITS.selectOptions;
}

/** WeCom shows the first option where none is chosen: pressed without a look it would be what was done to a patient. */
export function startsBlank(question: Question): boolean {
  return !question.options.some((option) => question.chosen?.includes(option.id));
}

function isShowable(question: Question): boolean {
  if (question.kind === 'text' || question.options.length === 0) return false;
  if (question.options.some((option) => bytesOf(option.id) > LIMITS.optionIdBytes)) return false;
  return question.options.length <= LIMITS.checkboxOptions;
}
