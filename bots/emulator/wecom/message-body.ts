/** What message/send takes, type by type, with the byte limits of §2.3. */
import { z } from 'zod';
import { problems } from './answers.ts';
import { isProblem, readTemplateCard } from './template-card.ts';
import type { Problem } from './template-card.ts';
import type { TemplateCard } from './template-card-schema.ts';

export const envelopeSchema = z.object({
  touser: z.string().optional(),
  toparty: z.string().optional(),
  totag: z.string().optional(),
  msgtype: z.string(),
  agentid: z.coerce.number().int(),
  enable_duplicate_check: z.literal([0, 1]).optional(),
  duplicate_check_interval: z.number().int().max(14_400).optional(),
});

export type Envelope = z.infer<typeof envelopeSchema>;

const article = z.object({ title: z.string(), description: z.string().optional(), url: z.string().optional(), picurl: z.string().optional() });
const bodies = z.object({
  text: z.object({ content: z.string() }).optional(),
  markdown: z.object({ content: z.string() }).optional(),
  textcard: z.object({ title: z.string(), description: z.string(), url: z.string(), btntxt: z.string().optional() }).optional(),
  news: z.object({ articles: z.array(article).min(1).max(8) }).optional(),
  template_card: z.unknown().optional(),
});

/** One accepted message. */
export type Body =
  | { readonly kind: 'text'; readonly content: string }
  | { readonly kind: 'markdown'; readonly content: string }
  | { readonly kind: 'textcard'; readonly title: string; readonly description: string; readonly url: string; readonly button: string }
  | { readonly kind: 'news'; readonly articles: readonly z.infer<typeof article>[] }
  | { readonly kind: 'card'; readonly card: TemplateCard };

const TYPES = new Set(['text', 'markdown', 'textcard', 'news', 'template_card']);

/** Reads the part that `msgtype` names; anything wrong becomes the platform's code. */
export function readBody(msgtype: string, input: unknown): Body | Problem {
  if (!TYPES.has(msgtype)) return problems.badType;
  const parsed = bodies.safeParse(input);
  if (!parsed.success) return problems.parameter;
  const { text, markdown, textcard, news, template_card } = parsed.data;
  if (msgtype === 'text') return line('text', text?.content);
  if (msgtype === 'markdown') return line('markdown', markdown?.content);
  if (msgtype === 'textcard') return textcard === undefined ? problems.parameter : textCard(textcard);
  if (msgtype === 'news') return news === undefined ? problems.parameter : { kind: 'news', articles: news.articles };
  const card = readTemplateCard(template_card, 'send');
  return isProblem(card) ? card : { kind: 'card', card };
}

function line(kind: 'text' | 'markdown', content: string | undefined): Body | Problem {
  if (!content) return problems.empty;
  return Buffer.byteLength(content) > 2048 ? problems.tooLong : { kind, content };
}

function textCard(input: { title: string; description: string; url: string; btntxt?: string | undefined }): Body | Problem {
  const { title, description, url, btntxt } = input;
  if (!title || !description || !url) return problems.parameter;
  const tooLong = Buffer.byteLength(title) > 128 || Buffer.byteLength(description) > 512 || Buffer.byteLength(url) > 2048;
  return tooLong ? problems.tooLong : { kind: 'textcard', title, description, url, button: btntxt ?? '详情' };
}
