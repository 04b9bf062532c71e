/** Shape of a WeCom template card (docs 90236, 101032; platforms.md §2.4). What is too long or missing is judged elsewhere. */
import { z } from 'zod';

const text = z.string();
const target = {
  type: z.int().optional(),
  url: text.optional(),
  appid: text.optional(),
  pagepath: text.optional(),
};
const option = z.object({ id: text, text, is_checked: z.boolean().optional() });
const selection = z.object({
  question_key: text,
  title: text.optional(),
  option_list: z.array(option),
  selected_id: text.optional(),
  disable: z.boolean().optional(),
});

export const templateCardSchema = z.object({
  card_type: z.enum(['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction']),
  source: z.object({ icon_url: text.optional(), desc: text.optional(), desc_color: z.int().optional() }).optional(),
  action_menu: z.object({ desc: text.optional(), action_list: z.array(z.object({ text, key: text })) }).optional(),
  main_title: z.object({ title: text.optional(), desc: text.optional() }).optional(),
  emphasis_content: z.object({ title: text.optional(), desc: text.optional() }).optional(),
  quote_area: z.object({ ...target, title: text.optional(), quote_text: text.optional() }).optional(),
  sub_title_text: text.optional(),
  horizontal_content_list: z
    .array(z.object({ keyname: text, value: text.optional(), type: z.int().optional(), url: text.optional(), media_id: text.optional(), userid: text.optional() }))
    .optional(),
  jump_list: z.array(z.object({ ...target, title: text, question: text.optional() })).optional(),
  card_action: z.object(target).optional(),
  card_image: z.object({ url: text, aspect_ratio: z.number().optional() }).optional(),
  image_text_area: z.object({ ...target, title: text.optional(), desc: text.optional(), image_url: text }).optional(),
  vertical_content_list: z.array(z.object({ title: text, desc: text.optional() })).optional(),
  button_selection: selection.optional(),
  button_list: z
    .array(z.object({ text, style: z.int().optional(), key: text.optional(), type: z.int().optional(), url: text.optional() }))
    .optional(),
  checkbox: z
    .object({ question_key: text, mode: z.int().optional(), option_list: z.array(option), disable: z.boolean().optional() })
    .optional(),
  select_list: z.array(selection).optional(),
  submit_button: z.object({ text, key: text }).optional(),
  task_id: text.optional(),
  replace_text: text.optional(),
  feedback: z.object({ id: text }).optional(),
});

/** A template card as the platform understands it; fields it does not know are dropped, as the real one does. */
export type TemplateCard = z.infer<typeof templateCardSchema>;
