/**
 * Card → WeCom `template_card`. The patient line is the title, because phones show the title on the lock screen; the
 * fact stands below it. A card without buttons is a `text_notice` with a corner menu: without one WeCom hands out no
 * `response_code`, and the card could never be brought up to date.
 */
import type { Button, Card, Question, Tone } from '../card.ts';
import { cutToCharacters as cut } from './limits.ts';
import { planOf, startsBlank } from './wecom/plan.ts';
import type { Plan } from './wecom/plan.ts';
import { LIMITS } from './wecom/template-card.ts';
import type { Checkbox, Row, Selection, TemplateButton, TemplateCard } from './wecom/template-card.ts';

export type { TemplateCard } from './wecom/template-card.ts';

export interface WecomPlace {
  /** Unique per app, `[0-9A-Za-z_@-]{1,128}`; comes back with every press. */
  readonly task: string;
  /** Base of our pages; WeCom opens absolute addresses only. */
  readonly pages: string;
  /** One sentence to whoever pressed, e.g. why nothing happened: WeCom has no toast. Cards with questions have no room. */
  readonly note?: string;
}

/** Button id of the corner menu: changes nothing, the answer is the card as it stands now. */
export const REFRESH = 'refresh';

/** The line of a drop-down that is no answer yet; whoever hears a press leaves it out. */
export const UNANSWERED = '_unanswered';

const COLOURS: Readonly<Record<Tone, 0 | 1 | 2 | 3>> = { danger: 2, warn: 1, act: 1, ok: 3, past: 0 };
const STYLES: Readonly<Record<Button['weight'], 1 | 2 | 4>> = { primary: 1, plain: 2, danger: 4 };

/** The card within WeCom's limits; what does not fit is whole behind `card_action`. */
export function toWecom(card: Card, place: WecomPlace): TemplateCard {
  const plan = planOf(card);
  const url = pageOf(card, place.pages);
  return {
    card_type: plan.type,
    task_id: place.task,
    source: { desc: cut(card.kind, LIMITS.source), desc_color: COLOURS[card.tone] },
    main_title: { title: cut(card.title, LIMITS.title), ...titleDesc(card, plan, place.note) },
    card_action: { type: 1, url },
    ...bodyOf(card, plan, url, place.note),
  };
}

/** Where a touch on the card leads; a card without a link of its own leads home, WeCom insists on some page (42045). */
function pageOf(card: Card, pages: string): string {
  return pages.replace(/\/+$/, '') + (card.link?.path ?? '/');
}

/** Vote and multiple-choice cards have no other room for text than the line below the title. */
function titleDesc(card: Card, plan: Plan, note: string | undefined): { readonly desc?: string } {
  if (plan.type === 'vote_interaction') {
    const label = ` · ${cut(plan.asked[0]?.label ?? '', LIMITS.selectTitle)}`;
    return { desc: cut(card.fact, LIMITS.desc - label.length) + label };
  }
  if (plan.type === 'multiple_interaction') return { desc: cut(`${card.fact} · ${card.state}`, LIMITS.desc) };
  return note === undefined ? {} : { desc: cut(note, LIMITS.desc) };
}

function bodyOf(card: Card, plan: Plan, url: string, note: string | undefined): Partial<TemplateCard> {
  switch (plan.type) {
    case 'vote_interaction':
      return { ...checkboxOf(plan.asked), ...submitOf(card) };
    case 'multiple_interaction':
      return { select_list: plan.asked.map((question) => selectionOf(question)), ...submitOf(card) };
    case 'text_notice':
      return { ...textOf(card, plan), ...noticeOf(card, url) };
    case 'button_interaction': {
      const [asked] = plan.asked;
      const selection = asked ? { button_selection: selectionOf(asked, note) } : {};
      return { ...textOf(card, plan), ...selection, button_list: buttonsOf(card, plan, url) };
    }
  }
}

function textOf(card: Card, plan: Plan): Partial<TemplateCard> {
  const elsewhere = plan.onPage.map((question) => question.label).join('、');
  const hint = elsewhere === '' ? '' : `\n${cut(`点卡片打开详情填写：${elsewhere}`, 40)}`;
  const text = cut(card.fact, LIMITS.subTitle - hint.length) + hint;
  const rows = rowsOf(card);
  return {
    ...(text === '' ? {} : { sub_title_text: text }),
    ...(rows.length === 0 ? {} : { horizontal_content_list: rows }),
  };
}

/** Context first, state and result last, as one reads; when room is short the context gives way. */
function rowsOf(card: Card): readonly Row[] {
  const last = [...linesOf('状态', '接下来', card.state), ...linesOf('结果', '　', card.result ?? '')];
  const fields = card.fields.slice(0, Math.max(0, LIMITS.rows - last.length));
  return [...fields.map((field) => row(field.label, field.value)), ...last].slice(0, LIMITS.rows);
}

/** A state of two clauses (`李医生 02:14 已确认 · 02:24 前需处置`) is split before it is cut. */
function linesOf(label: string, second: string, text: string): readonly Row[] {
  if (text === '') return [];
  const at = text.indexOf(' · ');
  if ([...text].length <= LIMITS.rowValue || at < 0) return [row(label, text)];
  return [row(label, text.slice(0, at)), row(second, text.slice(at + 3))];
}

function row(label: string, value: string): Row {
  return { keyname: cut(label, LIMITS.rowLabel), value: cut(value, LIMITS.rowValue) };
}

function noticeOf(card: Card, url: string): Partial<TemplateCard> {
  return {
    action_menu: { desc: '卡片', action_list: [{ text: '刷新', key: REFRESH }] },
    ...(card.link ? { jump_list: [{ type: 1, title: cut(card.link.label, LIMITS.jumpTitle), url }] } : {}),
  };
}

function buttonsOf(card: Card, plan: Plan, url: string): readonly TemplateButton[] {
  const own = card.buttons.slice(0, LIMITS.buttons).map((button): TemplateButton => {
    const look = { text: cut(button.label, LIMITS.buttonText), style: STYLES[button.weight] };
    const opens = plan.primaryOpensPage && button.weight === 'primary';
    return opens ? { ...look, type: 1, url } : { ...look, key: button.id };
  });
  return [...own, ...linkButton(card, plan, url)].slice(0, LIMITS.buttons);
}

/** A card that calls back has no `jump_list`; that a touch on its text opens the page is nothing one could see. */
function linkButton(card: Card, plan: Plan, url: string): readonly TemplateButton[] {
  if (!card.link || plan.primaryOpensPage) return [];
  return [{ text: cut(card.link.label, LIMITS.buttonText), style: STYLES.plain, type: 1, url }];
}

/** Behind the label of a question that a refusal names: the refusal itself stands far above it. */
const PLEASE_CHOOSE = '请先选一项';

function selectionOf(question: Question, note = ''): Selection {
  const chosen = question.options.find((option) => question.chosen?.includes(option.id));
  const options = question.options.map((option) => ({ id: option.id, text: cut(option.label, LIMITS.selectText) }));
  return {
    question_key: question.id,
    title: cut(note.includes(`“${question.label}”`) ? question.label + PLEASE_CHOOSE : question.label, LIMITS.selectTitle),
    option_list: startsBlank(question) ? [{ id: UNANSWERED, text: '请选择' }, ...options] : options,
    selected_id: chosen?.id ?? UNANSWERED,
  };
}

function checkboxOf(asked: readonly Question[]): { readonly checkbox?: Checkbox } {
  const [question] = asked;
  if (!question) return {};
  const option_list = question.options.map((option) => ({
    id: option.id,
    text: cut(option.label, LIMITS.checkboxText),
    is_checked: question.chosen?.includes(option.id) ?? false,
  }));
  return { checkbox: { question_key: question.id, mode: question.kind === 'many' ? 1 : 0, option_list } };
}

/** These types have one button; the others are on the page. */
function submitOf(card: Card): Partial<TemplateCard> {
  const button = card.buttons.find((each) => each.weight === 'primary') ?? card.buttons[0];
  return button ? { submit_button: { text: cut(button.label, LIMITS.buttonText), key: button.id } } : {};
}
