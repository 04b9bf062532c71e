/** What a robot says, as a person sees it: `msgKey` with `msgParam` (kb:0699), and the session webhook's `msgtype`. */
import { z } from 'zod';
import type { NewMessage } from '../core/inbox.ts';
import { bad } from './answers.ts';

export type Picture = Pick<NewMessage, 'kind' | 'title'> & Partial<NewMessage>;

const word = z.string().default('');
const action = z.object({ title: z.string(), text: z.string() }).catchall(z.unknown());

/** First line without markdown's marks, for the chat list. */
const lineOf = (text: string): string => (text.split('\n').find((line) => line.trim() !== '') ?? '').replaceAll(/^[#>\s*-]+|[*`]/g, '').slice(0, 60);

const buttons = (given: Readonly<Record<string, unknown>>, name: 'actionTitle' | 'buttonTitle'): NonNullable<Picture['buttons']> => {
  const address = name === 'actionTitle' ? 'actionURL' : 'buttonUrl';
  return [1, 2, 3, 4, 5].flatMap((place) => {
    const [label, url] = [given[`${name}${place}`], given[`${address}${place}`]];
    return typeof label === 'string' && typeof url === 'string' ? [{ id: `link${place}`, label, disabled: false, url }] : [];
  });
};

const KINDS: Readonly<Record<string, z.ZodType<Picture>>> = {
  sampleText: z.object({ content: z.string() }).transform(({ content }) => ({ kind: 'text' as const, title: lineOf(content), text: content })),
  sampleMarkdown: z.object({ title: z.string(), text: z.string() }).transform(({ title, text }) => ({ kind: 'markdown' as const, title, text })),
  sampleImageMsg: z.object({ photoURL: z.string() }).transform(({ photoURL }) => ({ kind: 'image' as const, title: '[图片]', link: { label: '查看图片', url: photoURL } })),
  sampleLink: z
    .object({ title: z.string(), text: z.string(), picUrl: word, messageUrl: z.string() })
    .transform(({ title, text, messageUrl }) => ({ kind: 'link' as const, title, text, link: { label: '查看详情', url: messageUrl } })),
  sampleActionCard: z
    .object({ title: z.string(), text: z.string(), singleTitle: z.string(), singleURL: z.string() })
    .transform(({ title, text, singleTitle, singleURL }) => ({ kind: 'link' as const, title, text, link: { label: singleTitle, url: singleURL } })),
  ...Object.fromEntries(
    ['sampleActionCard2', 'sampleActionCard3', 'sampleActionCard4', 'sampleActionCard5'].map((key) => [
      key,
      action.transform((given) => ({ kind: 'link' as const, title: given.title, text: given.text, buttons: buttons(given, 'actionTitle') })),
    ]),
  ),
  sampleActionCard6: action.transform((given) => ({ kind: 'link' as const, title: given.title, text: given.text, buttons: buttons(given, 'buttonTitle') })),
  sampleAudio: z.object({ mediaId: z.string(), duration: z.string() }).transform(() => ({ kind: 'text' as const, title: '[语音]', text: '[语音]' })),
  sampleFile: z.object({ mediaId: z.string(), fileName: z.string(), fileType: z.string() }).transform(({ fileName }) => ({ kind: 'text' as const, title: `[文件] ${fileName}`, text: fileName })),
  sampleVideo: z.object({ videoMediaId: z.string(), videoType: z.string(), picMediaId: z.string() }).transform(() => ({ kind: 'text' as const, title: '[视频]', text: '[视频]' })),
};

/** @throws ApiProblem */
export function readRobotMessage(msgKey: string, msgParam: string): Picture {
  const schema = KINDS[msgKey];
  const read = schema?.safeParse(parsed(msgParam));
  if (!read?.success) throw bad('invalidParameter.msgParam.invalid', 'msgParam 无效');
  return read.data;
}

const replySchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) }),
  z.object({ msgtype: z.literal('markdown'), markdown: z.object({ title: z.string(), text: z.string() }) }),
  z.object({ msgtype: z.literal('actionCard'), actionCard: z.object({ title: z.string(), text: z.string(), singleTitle: word, singleURL: word }) }),
  z.object({ msgtype: z.literal('link'), link: z.object({ title: z.string(), text: z.string(), messageUrl: z.string() }) }),
]);

/** A reply through the session webhook; undefined when it is none. */
export function readReply(body: unknown): Picture | undefined {
  const read = replySchema.safeParse(body);
  if (!read.success) return undefined;
  const reply = read.data;
  if (reply.msgtype === 'text') return { kind: 'text', title: lineOf(reply.text.content), text: reply.text.content };
  if (reply.msgtype === 'markdown') return { kind: 'markdown', ...reply.markdown };
  if (reply.msgtype === 'link') return { kind: 'link', title: reply.link.title, text: reply.link.text, link: { label: '查看详情', url: reply.link.messageUrl } };
  const { title, text, singleTitle, singleURL } = reply.actionCard;
  return { kind: 'link', title, text, link: singleURL === '' ? null : { label: singleTitle, url: singleURL } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
