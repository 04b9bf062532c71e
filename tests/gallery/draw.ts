/** Payloads as each platform draws them: read back from what is sent, so a picture shows what is really there. */
import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import { toDingtalk } from '../../cards/render/dingtalk.ts';
import type { DingtalkParams } from '../../cards/render/dingtalk.ts';
import { toSummary, toText } from '../../cards/render/text.ts';
import { toWecom } from '../../cards/render/wecom.ts';
import type { TemplateCard } from '../../cards/render/wecom.ts';
import type { Drawing, Piece, Role } from './drawing.ts';

/** Where the gallery's links lead. */
export const PAGES = 'https://ward.example.test';

/** The four ways a person may meet a card. */
export function drawings(card: Card): readonly Drawing[] {
  const { tone } = card;
  return [
    { where: '钉钉', tone, pieces: dingtalkPieces(toDingtalk(card, { pages: PAGES, rev: '1' })) },
    { where: '企业微信', tone, pieces: wecomPieces(toWecom(card, { task: 'sample', pages: PAGES })) },
    { where: '文字', tone, pieces: toText(card, PAGES).split('\n').map((text) => ({ role: 'line', text })) },
    { where: '锁屏', tone, pieces: [{ role: 'line', text: toSummary(card) }] },
  ];
}

function piece(role: Role, text: string | undefined, as?: string): readonly Piece[] {
  if (text === undefined || text === '') return [];
  return [as === undefined ? { role, text } : { role, text, as }];
}

function wecomPieces(card: TemplateCard): readonly Piece[] {
  const selections = [...(card.button_selection ? [card.button_selection] : []), ...(card.select_list ?? [])];
  return [
    ...piece('strip', card.source.desc),
    ...piece('title', card.main_title.title),
    ...piece('note', card.main_title.desc),
    ...piece('fact', card.sub_title_text),
    ...(card.horizontal_content_list ?? []).flatMap((row) => piece('row', row.value, row.keyname)),
    ...selections.flatMap((each) => [
      ...piece('question', `${each.title} ▾`),
      ...each.option_list.flatMap((option) => piece('choice', option.text, option.id === each.selected_id ? 'on' : '')),
    ]),
    ...(card.checkbox?.option_list ?? []).flatMap((option) => piece('choice', option.text, option.is_checked ? 'on' : '')),
    // A touch anywhere on the card opens the page as well; votes and lists have no button that says so.
    ...(card.jump_list ?? [{ title: '点卡片打开页面' }]).flatMap((jump) => piece('link', jump.title)),
    ...(card.button_list ?? []).flatMap((button) => piece('button', button.type === 1 ? `${button.text} ↗` : button.text, WEIGHTS[button.style])),
    ...piece('button', card.submit_button?.text, 'primary'),
    ...(card.action_menu?.action_list ?? []).flatMap((action) => piece('menu', action.text)),
  ];
}

const WEIGHTS = { 1: 'primary', 2: 'plain', 4: 'danger' } as const;

const formSchema = z.object({
  fields: z.array(
    z.object({
      label: z.string(),
      options: z.array(z.object({ value: z.string(), text: z.string() })).default([]),
      defaultValue: z.unknown().optional(),
    }),
  ),
});

function dingtalkPieces(params: DingtalkParams): readonly Piece[] {
  const form = formSchema.parse(JSON.parse(params['form'] ?? '{"fields":[]}'));
  return [
    ...piece('strip', params['kind']),
    ...piece('title', params['title']),
    ...piece('fact', params['fact']),
    ...(params['fields'] ?? '').split('\n').flatMap((line) => piece('state', line)),
    ...piece('state', params['state']),
    ...form.fields.flatMap((field) => [
      ...piece('question', field.options.length === 0 ? `${field.label} ＿＿＿＿` : field.label),
      ...field.options.flatMap((option) => piece('choice', option.text, JSON.stringify(field.defaultValue ?? '').includes(`"${option.value}"`) ? 'on' : '')),
    ]),
    ...[1, 2, 3].flatMap((place) => piece('button', params[`b${place}Label`], params[`b${place}Weight`])),
    ...piece('result', params['result']),
    ...piece('link', params['linkLabel']),
  ];
}
