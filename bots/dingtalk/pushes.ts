/** Pushes of DingTalk, read: a press on a card, a line to the robot, a change in the address book. */
import { createHash } from 'node:crypto';
import { readDingtalkPress } from '../../cards/render/dingtalk.ts';
import type { DirectoryChange, Line, Press } from '../bot.ts';
import { cardCallbackSchema, directoryEventSchema, robotMessageSchema } from './schema.ts';
import type { Frame } from './schema.ts';

/** Directory events we pass on (kb:1434); they cost no quota. */
const CHANGES: Readonly<Record<string, DirectoryChange['kind']>> = {
  user_add_org: 'joined',
  user_active_org: 'changed',
  user_modify_org: 'changed',
  user_leave_org: 'left',
};

/** `undefined` when it is not a press on one of our buttons, or of another organisation. */
export function readPress(data: unknown, corp: string): Press | undefined {
  const read = cardCallbackSchema.safeParse(data);
  if (!read.success || (read.data.corpId !== undefined && read.data.corpId !== corp)) return undefined;
  const { outTrackId, userId } = read.data;
  const pressed = readDingtalkPress(paramsOf(read.data));
  if (pressed === undefined) return undefined;
  const answers = createHash('sha256').update(JSON.stringify(pressed.answers)).digest('base64url').slice(0, 12);
  return {
    // DingTalk gives a press no number. One picture of a card (`rev`) takes one press of a button by a person.
    key: `press:${outTrackId}:${pressed.rev}:${userId}:${pressed.button}:${answers}`,
    platform: 'dingtalk',
    corp,
    user: userId,
    card: outTrackId,
    button: pressed.button,
    answers: pressed.answers,
    ref: { outTrackId },
  };
}

/** A line somebody wrote or spoke to the robot; `why` says what is missing otherwise. */
export function readLine(data: unknown, corp: string): { readonly line: Line } | { readonly why: string } {
  const read = robotMessageSchema.safeParse(data);
  if (!read.success) return { why: 'unreadable' };
  const { msgId, senderStaffId, text, content, errCode } = read.data;
  if (errCode === '20001') return { why: 'push quota of the month used up, texts are missing' };
  // Missing for outsiders, and for everybody until the app is published.
  if (!senderStaffId) return { why: 'sender without user id' };
  if (read.data.senderCorpId && read.data.senderCorpId !== corp) return { why: 'sender of another organisation' };
  const said = (text?.content ?? content?.recognition ?? '').trim();
  if (said === '') return { why: 'no text' };
  return { line: { key: `line:${msgId}`, platform: 'dingtalk', corp, user: senderStaffId, text: said } };
}

/** `undefined` for events that are none of ours. */
export function readChange(frame: Frame, data: unknown, corp: string): DirectoryChange | undefined {
  const { eventType, eventId, eventCorpId } = frame.headers;
  const kind = CHANGES[eventType ?? ''];
  const read = directoryEventSchema.safeParse(data);
  if (kind === undefined || eventId === undefined || !read.success || (eventCorpId ?? corp) !== corp) return undefined;
  const users = [read.data.userId ?? read.data.UserId ?? []].flat();
  return users.length === 0 ? undefined : { key: `event:${eventId}`, platform: 'dingtalk', corp, kind, users };
}

interface CallbackParts {
  readonly content?: string | Record<string, unknown> | undefined;
  readonly value?: string | Record<string, unknown> | undefined;
  readonly cardPrivateData?: Record<string, unknown> | undefined;
  readonly params?: Record<string, unknown> | undefined;
}

/**
 * Official pages disagree about where the parameters stand: in `content` or `value` or at the root, inside
 * `cardPrivateData` or beside it (kbC 0007, kbT 0009). The first that has any wins.
 */
function paramsOf(callback: CallbackParts): Readonly<Record<string, unknown>> {
  for (const place of [opened(callback.content), opened(callback.value), { ...callback }]) {
    const inside = objectAt(objectAt(place, 'cardPrivateData'), 'params') ?? objectAt(place, 'params');
    if (inside !== undefined && Object.keys(inside).length > 0) return inside;
  }
  return {};
}

function opened(value: string | Record<string, unknown> | undefined): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function objectAt(from: unknown, key: string): Record<string, unknown> | undefined {
  if (typeof from !== 'object' || from === null) return undefined;
  const value: unknown = Object.entries(from).find(([name]) => name === key)?.[1];
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
