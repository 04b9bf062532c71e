/** What arrives on the robot's long connection (platforms.md §2.9), read with care: typings and wire differ. */
import { z } from 'zod';
import type { Answers } from '../../cards/card.ts';
import type { Line, Press } from '../bot.ts';

const from = z.object({ userid: z.string().min(1) });
const content = z.object({ content: z.string() });

const messageSchema = z.object({
  body: z.object({
    msgid: z.string().min(1),
    chattype: z.string().default('single'),
    from,
    msgtype: z.string(),
    text: content.optional(),
    /** Already written down by WeCom. */
    voice: content.optional(),
  }),
});

/** Nested on the wire, flat in the SDK's typings. */
const pressedSchema = z.object({
  event_key: z.string().default(''),
  task_id: z.string().min(1),
  selected_items: z
    .object({
      selected_item: z.array(
        z.object({ question_key: z.string(), option_ids: z.object({ option_id: z.array(z.string()) }).optional() }),
      ),
    })
    .optional(),
});
const eventSchema = z.object({
  body: z.object({
    msgid: z.string().min(1),
    from,
    event: z.object({ template_card_event: z.unknown().optional() }).loose(),
  }),
});

export interface RobotLine {
  /** Absent where somebody sent what is no text. */
  readonly line?: Line;
  readonly group: boolean;
}

/** `undefined` for what is no message of a person. */
export function readRobotMessage(frame: unknown, corp: string): RobotLine | undefined {
  const read = messageSchema.safeParse(frame);
  if (!read.success) return undefined;
  const { msgid, chattype, from: sender, text, voice } = read.data.body;
  const said = text?.content ?? voice?.content;
  const line = said === undefined ? {} : { line: { key: `wecom-bot:${msgid}`, platform: 'wecom' as const, corp, user: sender.userid, text: said } };
  return { ...line, group: chattype === 'group' };
}

/** A press on a card that the robot sent; it brings no `response_code`. */
export function readRobotPress(frame: unknown, corp: string): Press | undefined {
  const event = eventSchema.safeParse(frame);
  if (!event.success) return undefined;
  const { msgid, from: sender, event: detail } = event.data.body;
  const pressed = pressedSchema.safeParse(detail.template_card_event ?? detail);
  if (!pressed.success) return undefined;
  const { event_key, task_id, selected_items } = pressed.data;
  const answers: Answers = Object.fromEntries(
    (selected_items?.selected_item ?? []).map((item) => [item.question_key, item.option_ids?.option_id ?? []]),
  );
  return { key: `wecom-bot:${msgid}`, platform: 'wecom', corp, user: sender.userid, card: task_id, button: event_key, answers, ref: {} };
}
