/** One person's copy of a card: what they were sent, what it became, and how it looks in the inbox. */
import { z } from 'zod';
import type { InboxButton, InboxInput, InboxMessage, MessageChange } from '../core/inbox.ts';
import { selections } from './template-card.ts';
import { templateCardSchema } from './template-card-schema.ts';
import type { TemplateCard } from './template-card-schema.ts';

const copySchema = z.object({
  msgid: z.string(),
  agentid: z.number(),
  /** `app`: message/send. `bot`: the intelligent robot's connection. */
  source: z.enum(['app', 'bot']),
  template_card: templateCardSchema,
  /** The task id of the sent card; a replacement need not repeat it. */
  task_id: z.string(),
  /** The buttons are grey and dead, with this text. */
  replaced: z.string().optional(),
  /** What the person has chosen so far, question to options. */
  chosen: z.record(z.string(), z.array(z.string())),
  warnings: z.array(z.string()),
});

/** Stands in `raw` of the inbox message. */
export type Copy = z.infer<typeof copySchema>;

/** Undefined for a message that is no card. */
export function copyOf(message: InboxMessage): Copy | undefined {
  const parsed = copySchema.safeParse(message.raw);
  return parsed.success ? parsed.data : undefined;
}

export function newCopy(copy: Pick<Copy, 'msgid' | 'agentid' | 'source' | 'warnings'>, card: TemplateCard): Copy {
  return { ...copy, template_card: card, task_id: card.task_id ?? '', chosen: {} };
}

/** The whole card is replaced; dead buttons come alive unless the new card says otherwise. */
export function withCard(copy: Copy, card: TemplateCard): Copy {
  return { ...copy, template_card: card, replaced: card.replace_text, chosen: {} };
}

/** How the copy is shown: the neutral parts of an inbox message. `nameOf` turns a userid row into a name. */
export function pictureOf(copy: Copy, nameOf: (userid: string) => string): MessageChange & { title: string } {
  const card = copy.template_card;
  const url = card.card_action?.url;
  const title = card.main_title?.title || card.sub_title_text || '';
  return {
    kind: 'card',
    title,
    summary: title,
    text: textOf(card),
    fields: fieldsOf(card, nameOf),
    buttons: buttonsOf(copy),
    inputs: inputsOf(copy),
    link: url === undefined ? null : { label: '查看详情', url },
    look: lookOf(copy),
    raw: copy,
  };
}

function textOf(card: TemplateCard): string {
  const lines = [
    card.emphasis_content?.title,
    card.emphasis_content?.desc,
    card.main_title?.desc,
    card.quote_area?.title,
    card.quote_area?.quote_text,
    card.image_text_area?.title,
    card.image_text_area?.desc,
    card.main_title?.title ? card.sub_title_text : undefined,
  ];
  return lines.filter((line) => line).join('\n');
}

function fieldsOf(card: TemplateCard, nameOf: (userid: string) => string): InboxMessage['fields'] {
  const rows = (card.horizontal_content_list ?? []).map((row) => ({
    label: row.keyname,
    value: row.type === 3 ? nameOf(row.userid ?? '') : (row.value ?? ''),
  }));
  return [...rows, ...(card.vertical_content_list ?? []).map((row) => ({ label: row.title, value: row.desc ?? '' }))];
}

const weights = { 1: 'primary', 4: 'danger' } as const;
const weightOf = (style = 1): 'primary' | 'plain' | 'danger' => (style === 1 || style === 4 ? weights[style] : 'plain');

function buttonsOf(copy: Copy): InboxButton[] {
  const card = copy.template_card;
  const menu = (card.action_menu?.action_list ?? []).map((each) => ({ id: `menu:${each.key}`, label: each.text, disabled: false, weight: 'plain' as const }));
  const jumps = (card.jump_list ?? []).flatMap((each, index) =>
    each.url ? [{ id: `jump:${index}`, label: each.title, disabled: false, weight: 'plain' as const, url: each.url }] : []);
  if (copy.replaced !== undefined) return [{ id: 'replaced', label: copy.replaced, disabled: true }, ...jumps, ...menu];
  const own: InboxButton[] = (card.button_list ?? []).map((each, index) => ({
    id: each.key ?? `open:${index}`,
    label: each.text,
    disabled: false,
    weight: weightOf(each.style),
    ...(each.type === 1 && each.url ? { url: each.url } : {}),
  }));
  const submit = card.submit_button;
  if (submit) own.push({ id: submit.key, label: submit.text, disabled: false, weight: 'primary' });
  return [...own, ...jumps, ...menu];
}

function inputsOf(copy: Copy): InboxInput[] {
  const dead = copy.replaced !== undefined;
  const card = copy.template_card;
  const drops = selections(card).map((each): InboxInput => ({
    id: each.question_key,
    label: each.title ?? '',
    kind: 'one',
    options: each.option_list.map(({ id, text }) => ({ id, label: text })),
    // Nothing or something unknown chosen beforehand means the first option.
    value: copy.chosen[each.question_key] ?? [each.option_list.find((option) => option.id === each.selected_id)?.id ?? each.option_list[0]?.id ?? ''],
    disabled: dead || each.disable === true,
    required: true,
  }));
  const box = card.checkbox;
  if (box === undefined) return drops;
  const value = copy.chosen[box.question_key] ?? box.option_list.filter((each) => each.is_checked).map((each) => each.id);
  const options = box.option_list.map(({ id, text }) => ({ id, label: text }));
  const vote: InboxInput = { id: box.question_key, label: '', kind: box.mode === 1 ? 'many' : 'one', options, value, disabled: dead || box.disable === true, required: true };
  return [...drops, vote];
}

/** Extras that only the phones page draws. */
function lookOf(copy: Copy): Record<string, string> {
  const card = copy.template_card;
  const look: Record<string, string | undefined> = {
    cardType: card.card_type,
    source: card.source?.desc,
    sourceColor: card.source?.desc_color === undefined ? undefined : String(card.source.desc_color),
    replaced: copy.replaced,
    chat: copy.source,
  };
  return Object.fromEntries(Object.entries(look).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
