/** What WeCom accepts as a template card, and with which code it refuses the rest (platforms.md §2.4, §2.14). */
import { templateCardSchema } from './template-card-schema.ts';
import type { TemplateCard } from './template-card-schema.ts';

/** An answer other than `errcode: 0`. */
export interface Problem {
  readonly errcode: number;
  readonly errmsg: string;
}

/** App messages and bot messages differ in few rules; an update need not bring a task id. */
export type CardUse = 'send' | 'update' | 'aibot';

const bytes = (text: string): number => Buffer.byteLength(text);
const KEY_BYTES = 1024;
const OPTION_BYTES = 128;
const parameter = (what: string): Problem => ({ errcode: 40058, errmsg: `invalid Request Parameter: ${what}` });
const tooLong = (what: string): Problem => ({ errcode: 45002, errmsg: `content size out of limit: ${what}` });

/** Reads and judges; the first broken rule wins. */
export function readTemplateCard(input: unknown, use: CardUse): TemplateCard | Problem {
  const parsed = templateCardSchema.safeParse(input);
  if (!parsed.success) return parameter(`template_card.${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const card = parsed.data;
  return requiredParts(card) ?? cardAction(card) ?? counts(card) ?? sizes(card) ?? keys(card) ?? taskId(card, use) ?? card;
}

export function isProblem(value: object): value is Problem {
  return 'errcode' in value;
}

/** Types whose buttons call back. */
export function isInteractive(card: TemplateCard): boolean {
  return card.card_type.endsWith('_interaction');
}

/** Cards that the platform hands a response_code for: all that call back. */
export function callsBack(card: TemplateCard): boolean {
  return isInteractive(card) || card.action_menu !== undefined;
}

const required: Readonly<Record<TemplateCard['card_type'], readonly (keyof TemplateCard)[]>> = {
  text_notice: [],
  news_notice: ['main_title'],
  button_interaction: ['main_title', 'button_list'],
  vote_interaction: ['main_title', 'checkbox', 'submit_button'],
  multiple_interaction: ['main_title', 'select_list', 'submit_button'],
};

function requiredParts(card: TemplateCard): Problem | undefined {
  const missing = required[card.card_type].find((part) => card[part] === undefined);
  if (missing !== undefined) return parameter(`template_card.${missing}`);
  if (card.card_type === 'text_notice' && !card.main_title?.title && !card.sub_title_text) return parameter('template_card.main_title');
  if (card.card_type === 'news_notice' && !card.card_image && !card.image_text_area) return parameter('template_card.card_image');
  return undefined;
}

/** Doc 96213: notices must lead somewhere; on interactive cards 0 is allowed. */
function cardAction(card: TemplateCard): Problem | undefined {
  const action = card.card_action;
  const bad: Problem = { errcode: 42045, errmsg: 'template_card.card_action missing or invalid' };
  if (action === undefined) return isInteractive(card) ? undefined : bad;
  const type = action.type ?? 0;
  if (type === 0) return isInteractive(card) ? undefined : bad;
  if (type === 1) return /^https?:\/\//.test(action.url ?? '') ? undefined : bad;
  return type === 2 && action.appid ? undefined : bad;
}

function outside(what: string, list: readonly unknown[] | undefined, min: number, max: number): Problem | undefined {
  if (list === undefined || (list.length >= min && list.length <= max)) return undefined;
  return tooLong(`template_card.${what} (${min}-${max})`);
}

function counts(card: TemplateCard): Problem | undefined {
  return (
    outside('button_list', card.button_list, 1, 6) ??
    outside('horizontal_content_list', card.horizontal_content_list, 0, 6) ??
    outside('vertical_content_list', card.vertical_content_list, 0, 4) ??
    outside('jump_list', card.jump_list, 0, 3) ??
    outside('action_menu.action_list', card.action_menu?.action_list, 1, 3) ??
    outside('select_list', card.select_list, 1, 3) ??
    outside('checkbox.option_list', card.checkbox?.option_list, 1, 20) ??
    selections(card).map((each) => outside('option_list', each.option_list, 1, 10)).find((problem) => problem !== undefined)
  );
}

/** Every drop-down of the card. */
export function selections(card: TemplateCard): readonly NonNullable<TemplateCard['button_selection']>[] {
  return [...(card.button_selection ? [card.button_selection] : []), ...(card.select_list ?? [])];
}

function actionKeys(card: TemplateCard): readonly string[] {
  const buttons = (card.button_list ?? []).flatMap((each) => each.key ?? []);
  return [...buttons, ...(card.action_menu?.action_list ?? []).map((each) => each.key), ...(card.submit_button ? [card.submit_button.key] : [])];
}

function sizes(card: TemplateCard): Problem | undefined {
  if (actionKeys(card).some((key) => bytes(key) > KEY_BYTES)) return tooLong('template_card key');
  const options = [...selections(card).flatMap((each) => each.option_list), ...(card.checkbox?.option_list ?? [])];
  if (options.some((each) => bytes(each.id) > OPTION_BYTES)) return tooLong('template_card option id');
  if (bytes(card.card_action?.url ?? '') > 2048) return tooLong('template_card.card_action.url');
  return bytes(card.feedback?.id ?? '') > 256 ? tooLong('template_card.feedback.id') : undefined;
}

function keys(card: TemplateCard): Problem | undefined {
  for (const button of card.button_list ?? []) {
    if (button.type === 1 && !button.url) return parameter('template_card.button_list.url');
    if (button.type !== 1 && !button.key) return parameter('template_card.button_list.key');
    if (button.style !== undefined && (button.style < 1 || button.style > 4)) return parameter('template_card.button_list.style');
  }
  const used = actionKeys(card);
  if (new Set(used).size !== used.length) return parameter('template_card key is not unique');
  const questions = [...selections(card), ...(card.checkbox ? [card.checkbox] : [])];
  if (new Set(questions.map((each) => each.question_key)).size !== questions.length) return parameter('template_card question_key is not unique');
  const doubled = questions.find((each) => new Set(each.option_list.map((option) => option.id)).size !== each.option_list.length);
  if (doubled) return parameter('template_card option id is not unique');
  const mode = card.checkbox?.mode ?? 0;
  return mode === 0 || mode === 1 ? undefined : parameter('template_card.checkbox.mode');
}

function taskId(card: TemplateCard, use: CardUse): Problem | undefined {
  const id = card.task_id;
  if (id === undefined) return use !== 'update' && callsBack(card) ? { errcode: 42014, errmsg: 'task_id missing' } : undefined;
  return /^[0-9A-Za-z_\-@]{1,128}$/.test(id) ? undefined : { errcode: 42014, errmsg: 'task_id invalid' };
}
