/** Lengths that WeCom only advises; longer text is cut on the phone. The emulator tells testers instead of refusing. */
import { selections } from './template-card.ts';
import type { TemplateCard } from './template-card-schema.ts';

type Measure = readonly [what: string, text: string | undefined, characters: number];

function measures(card: TemplateCard): readonly Measure[] {
  return [
    ['source.desc', card.source?.desc, 20],
    ['main_title.title', card.main_title?.title, 36],
    ['main_title.desc', card.main_title?.desc, 44],
    ['emphasis_content.title', card.emphasis_content?.title, 14],
    ['emphasis_content.desc', card.emphasis_content?.desc, 22],
    ['sub_title_text', card.sub_title_text, 160],
    ['submit_button.text', card.submit_button?.text, 10],
    ...(card.horizontal_content_list ?? []).flatMap((row): Measure[] => [
      ['horizontal_content_list.keyname', row.keyname, 5],
      ['horizontal_content_list.value', row.value, 30],
    ]),
    ...(card.vertical_content_list ?? []).flatMap((row): Measure[] => [
      ['vertical_content_list.title', row.title, 26],
      ['vertical_content_list.desc', row.desc, 112],
    ]),
    ...(card.jump_list ?? []).map((row): Measure => ['jump_list.title', row.title, 18]),
    ...(card.button_list ?? []).map((row): Measure => ['button_list.text', row.text, 10]),
    ...selections(card).map((row): Measure => ['selection.title', row.title, 13]),
    ...(card.checkbox?.option_list ?? []).map((row): Measure => ['checkbox.option.text', row.text, 17]),
  ];
}

/** One sentence for each text that the phone will cut. */
export function adviceOn(card: TemplateCard): readonly string[] {
  return measures(card)
    .filter(([, text, most]) => [...(text ?? '')].length > most)
    .map(([what, text, most]) => `${what} 建议不超过 ${most} 字，现有 ${[...(text ?? '')].length} 字，手机上会被截断`);
}
