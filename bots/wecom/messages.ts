/** Decrypted messages of WeCom (platforms.md §2.7) as what our side hears: a press, a line, a change of the address book. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Answers } from '../../cards/card.ts';
import { UNANSWERED } from '../../cards/render/wecom.ts';
import type { DirectoryChange, Line, Press } from '../bot.ts';
import { clickRef } from './codes.ts';

const text = z.string().default('');
const selectedSchema = z
  .object({
    SelectedItem: z.array(
      z.object({
        QuestionKey: z.string(),
        // An empty element is read as '', for instance when nothing was ticked.
        OptionIds: z.union([z.object({ OptionId: z.array(z.string()) }), z.literal('')]).default(''),
      }),
    ),
  })
  .or(z.literal(''))
  .default('');

const messageSchema = z.object({
  FromUserName: z.string().min(1),
  CreateTime: z.string().regex(/^\d+$/),
  MsgType: z.string(),
  AgentID: text,
  Event: text,
  EventKey: text,
  TaskId: text,
  ResponseCode: text,
  SelectedItems: selectedSchema,
  Content: text,
  MsgId: text,
  ChangeType: text,
  UserID: text,
  NewUserID: text,
});
type Message = z.infer<typeof messageSchema>;

export type Heard =
  | { readonly kind: 'press'; readonly press: Press; /** Of the copy that was pressed. */ readonly task: string }
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'change'; readonly change: DirectoryChange }
  /** A picture, a voice: somebody waits for an answer, and we cannot read it. */
  | { readonly kind: 'unreadable'; readonly user: string }
  | { readonly kind: 'nothing' };

/** A card sent again for want of a `response_code` gets a task id of its own; presses belong to the first. */
const FOLLOW_UP = '@@';

export function followUpTask(key: string, n: number): string {
  return `${key}${FOLLOW_UP}${n}`;
}

/** `undefined` for what no version of WeCom should send. */
export function readMessage(input: unknown, corp: string): Heard | undefined {
  const read = messageSchema.safeParse(input);
  if (!read.success) return undefined;
  const message = read.data;
  if (message.MsgType === 'event') return readEvent(message, corp);
  if (message.MsgType !== 'text') return { kind: 'unreadable', user: message.FromUserName };
  const key = `wecom:${message.MsgId || digest([corp, message.FromUserName, message.CreateTime, message.Content])}`;
  return { kind: 'line', line: { key, platform: 'wecom', corp, user: message.FromUserName, text: message.Content } };
}

function readEvent(message: Message, corp: string): Heard {
  switch (message.Event) {
    case 'template_card_event':
    case 'template_card_menu_event':
      return { kind: 'press', press: pressOf(message, corp), task: message.TaskId };
    case 'change_contact':
      return changeOf(message, corp, CHANGES[message.ChangeType], message.UserID);
    case 'subscribe':
    case 'unsubscribe':
      // Somebody entered or left the app's visible range; what became of them the address book knows.
      return changeOf(message, corp, 'changed', message.FromUserName);
    default:
      return { kind: 'nothing' };
  }
}

/**
 * The advised key, user and second, collides when two cards are pressed within one second. The response code is
 * different for each press and the same in a retry; it is also a capability, so only its digest goes on.
 */
function pressOf(message: Message, corp: string): Press {
  const { AgentID, Event, FromUserName, CreateTime, TaskId, EventKey, ResponseCode } = message;
  return {
    key: `wecom:${digest([corp, AgentID, Event, FromUserName, CreateTime, TaskId, EventKey, ResponseCode])}`,
    platform: 'wecom',
    corp,
    user: FromUserName,
    card: TaskId.split(FOLLOW_UP)[0] ?? TaskId,
    button: EventKey,
    answers: answersOf(message),
    ref: ResponseCode === '' ? {} : clickRef(TaskId, Number(CreateTime) * 1000, ResponseCode),
  };
}

function answersOf(message: Message): Answers {
  if (message.SelectedItems === '') return {};
  const items = message.SelectedItems.SelectedItem;
  return Object.fromEntries(items.map((item) => [item.QuestionKey, item.OptionIds === '' ? [] : item.OptionIds.OptionId.filter((id) => id !== UNANSWERED)]));
}

const CHANGES: Readonly<Record<string, DirectoryChange['kind']>> = {
  create_user: 'joined',
  update_user: 'changed',
  delete_user: 'left',
};

function changeOf(message: Message, corp: string, kind: DirectoryChange['kind'] | undefined, user: string): Heard {
  if (kind === undefined || user === '') return { kind: 'nothing' };
  const users = message.NewUserID === '' ? [user] : [user, message.NewUserID];
  const key = `wecom:${digest([corp, message.Event, message.ChangeType, message.CreateTime, ...users])}`;
  return { kind: 'change', change: { key, platform: 'wecom', corp, kind, users } };
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
