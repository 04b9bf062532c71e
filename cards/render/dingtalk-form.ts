/**
 * A card's questions as the `form` variable of DingTalk's form component, and the answers back.
 * Field types and value shapes: open-dingtalk/dingtalk-card-examples, 表单组件的使用与更新.
 */
import type { Answers, Option, Question } from '../card.ts';
import { bytesOf, cutToWidth } from './limits.ts';

/** The template has room for three; more belong on a page. */
export const QUESTIONS_SHOWN = 3;

const OPTION_WIDTH = 20;
const LABEL_WIDTH = 26;
/** A list of up to six is answered with one tap; longer ones, and what need not be answered, fold into a drop-down. */
const LIST_OPTIONS = 6;

interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly required?: true;
  readonly options?: readonly { readonly value: string; readonly text: string }[];
  readonly defaultValue?: unknown;
}

/** `whole` is false when a question that must be answered did not fit: then the page is the way, not the button. */
export interface RenderedForm {
  readonly json: string;
  readonly whole: boolean;
}

/**
 * Questions within `limit` bytes of JSON: optional ones give way first, from the last. Every button carries the whole form:
 * where there are others, what the primary one needs must not hold them up (`binding` false), and the act behind it asks.
 */
export function renderForm(questions: readonly Question[], limit: number, binding = true): RenderedForm {
  let shown = questions.slice(0, QUESTIONS_SHOWN);
  let whole = questions.slice(QUESTIONS_SHOWN).every((question) => !question.required);
  while (bytesOf(formJson(shown, binding)) > limit) {
    const optional = shown.findLastIndex((question) => !question.required);
    whole &&= optional >= 0;
    shown = shown.toSpliced(optional, 1);
  }
  return { json: formJson(whole ? shown : [], binding), whole };
}

/** Answers from the form parameter of a press: DingTalk sends texts, lists, `{index, value}` or all that as JSON text. */
export function readAnswers(form: unknown): Answers {
  const read = typeof form === 'string' ? parsed(form) : form;
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return {};
  return Object.fromEntries(Object.entries(read).map(([id, value]) => [id, chosenOf(value)]));
}

function formJson(questions: readonly Question[], binding: boolean): string {
  return JSON.stringify({ fields: questions.map((question) => fieldOf(question, binding)) });
}

function fieldOf(question: Question, binding: boolean): FormField {
  const chosen = question.chosen ?? [];
  return {
    name: question.id,
    label: cutToWidth(question.label, LABEL_WIDTH),
    type: typeOf(question),
    ...(question.required && binding ? { required: true } : {}),
    ...(question.kind === 'text' ? {} : { options: question.options.map(optionOf) }),
    ...(chosen.length > 0 ? { defaultValue: defaultOf(question, chosen) } : {}),
  };
}

function typeOf(question: Question): string {
  if (question.kind === 'text') return 'TEXT_AREA';
  const list = question.options.length <= LIST_OPTIONS && question.required;
  if (question.kind === 'one') return list ? 'CHECKBOX_GROUP' : 'SELECT';
  return list ? 'MULTI_CHECKBOX_GROUP' : 'MULTI_SELECT';
}

function optionOf(option: Option): { value: string; text: string } {
  return { value: option.id, text: cutToWidth(option.label, OPTION_WIDTH) };
}

/** Drop-downs want the position beside the value, lists and texts the value alone. */
function defaultOf(question: Question, chosen: readonly string[]): unknown {
  const type = typeOf(question);
  const indexes = chosen.map((id) => question.options.findIndex((option) => option.id === id));
  if (type === 'SELECT') return { index: indexes[0], value: chosen[0] };
  if (type === 'MULTI_SELECT') return { index: indexes, value: chosen };
  return type === 'MULTI_CHECKBOX_GROUP' ? chosen : chosen[0];
}

function chosenOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(chosenOf);
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (typeof value === 'object' && value !== null && 'value' in value) return chosenOf(value.value);
  return [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
