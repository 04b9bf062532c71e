/** Kinds of work notices (kb:0775) as a person sees them. None of their buttons calls back. */
import { z } from 'zod';
import type { Picture } from './robot-schema.ts';

const word = z.string().default('');

const text = z.object({ text: z.object({ content: z.string() }) }).transform(({ text: { content } }) => ({ title: content.slice(0, 60), text: content }));
const markdown = z.object({ markdown: z.object({ title: z.string(), text: z.string() }) }).transform((msg) => msg.markdown);
const link = z
  .object({ link: z.object({ title: z.string(), text: z.string(), messageUrl: z.string(), picUrl: word }) })
  .transform(({ link: { title, text, messageUrl } }) => ({ title, text, link: { label: '查看详情', url: messageUrl } }));
const oa = z
  .object({
    oa: z.object({
      message_url: word,
      head: z.object({ text: word }).optional(),
      body: z.object({ title: word, content: word, author: word, form: z.array(z.object({ key: z.string(), value: z.string() })).max(6).default([]) }),
    }),
  })
  .transform(({ oa: { message_url: url, body } }) => ({
    title: body.title,
    text: body.content,
    fields: body.form.map(({ key, value }) => ({ label: key.replace(/[:：]$/, ''), value })),
    link: url === '' ? null : { label: '查看详情', url },
  }));
const actionCard = z
  .object({
    action_card: z.object({
      title: z.string(),
      markdown: z.string(),
      single_title: z.string().max(20).optional(),
      single_url: z.string().max(500).optional(),
      btn_json_list: z.array(z.object({ title: z.string().max(20), action_url: z.string().max(700) })).optional(),
    }),
  })
  .transform(({ action_card: card }) => ({
    title: card.title,
    text: card.markdown,
    link: card.single_url ? { label: card.single_title ?? '查看详情', url: card.single_url } : null,
    buttons: (card.btn_json_list ?? []).map(({ title, action_url: url }, place) => ({ id: `link${place + 1}`, label: title, disabled: false, url })),
  }));

const KINDS: Readonly<Record<string, z.ZodType<Omit<Picture, 'kind'>>>> = { text, markdown, link, oa, action_card: actionCard };

/** Undefined when the platform would refuse it. */
export function noticePicture(msg: { msgtype: string }): Picture | undefined {
  const read = KINDS[msg.msgtype]?.safeParse(msg);
  return read?.success ? { ...read.data, kind: 'notice' } : undefined;
}
