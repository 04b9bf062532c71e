/** Cards and lines to people: what is sent, and whether it really arrived. */
import { randomUUID } from 'node:crypto';
import type { Card } from '../../cards/card.ts';
import { noticeParams, toDingtalk } from '../../cards/render/dingtalk.ts';
import type { DingtalkParams } from '../../cards/render/dingtalk.ts';
import { Failure } from '../../services/core/errors.ts';
import type { LineReply, MessageRef, Urgency } from '../bot.ts';
import type { DingtalkClient } from './client.ts';
import { batchSentSchema, deliveredSchema, doneSchema, readStatusSchema, recalledSchema } from './schema.ts';
import type { DingtalkSettings } from './settings.ts';

/** Both default to false, which wipes every variable that is not sent (kb:0782). */
const BY_KEY = { updateCardDataByKey: true, updatePrivateDataByKey: true } as const;

export interface Outbound {
  send(user: string, card: Card, key: string, urgency: Urgency): Promise<MessageRef>;
  /** `notice` is a line that only `user` sees; without one, an old line goes. */
  update(user: string, card: Card, ref: MessageRef, urgency: Urgency, notice?: string): Promise<MessageRef>;
  /** Only the line that `user` alone sees; the card stays. */
  note(user: string, ref: MessageRef, notice: string, done: boolean): Promise<void>;
  say(user: string, text: LineReply, urgency: Urgency): Promise<MessageRef>;
  recall(ref: MessageRef): Promise<void>;
  readState(ref: MessageRef): Promise<'read' | 'unread' | 'unknown'>;
  /**
   * The answer to a press: the card as it stands, drawn at once on the presser's phone. `done`: this press is over, so
   * the next one is another, even on a card that looks the same.
   */
  pressAnswer(card: Card | undefined, notice: string, done: boolean): Readonly<Record<string, unknown>>;
}

interface Parts {
  readonly settings: DingtalkSettings;
  readonly client: DingtalkClient;
  readonly pages: string;
}

export function outbound({ settings, client, pages }: Parts): Outbound {
  const { robotCode } = settings;
  const paramsOf = (card: Card): DingtalkParams => toDingtalk(card, { pages, rev: freshRev() });

  return {
    async send(user, card, key, urgency) {
      const body = createBody(settings, user, card, key, paramsOf(card));
      const path = '/v1.0/card/instances/createAndDeliver';
      try {
        const { result } = await client.api({ method: 'POST', path, body, answer: deliveredSchema, urgency, repeatable: false });
        return { outTrackId: key, ...carrierOf(result.deliverResults ?? []) };
      } catch (error) {
        // Sent before under this key: it is there, which is what was asked for.
        if (error instanceof Failure && error.vendorCode === 'param.cardAlreadyExist') return { outTrackId: key };
        throw error;
      }
    },

    async update(user, card, ref, urgency, notice = '') {
      const body = {
        outTrackId: trackOf(ref),
        userIdType: 1,
        cardData: { cardParamMap: paramsOf(card) },
        // Keyed by user here, unlike in the answer to a press.
        privateData: { [user]: { cardParamMap: noticeParams(notice) } },
        cardUpdateOptions: BY_KEY,
      };
      // Writing the same card twice is harmless.
      await client.api({ method: 'PUT', path: '/v1.0/card/instances', body, answer: doneSchema, urgency, repeatable: true });
      return ref;
    },

    async note(user, ref, notice, done) {
      const body = {
        outTrackId: trackOf(ref),
        userIdType: 1,
        ...(done ? { cardData: { cardParamMap: { rev: freshRev() } } } : {}),
        privateData: { [user]: { cardParamMap: noticeParams(notice) } },
        cardUpdateOptions: BY_KEY,
      };
      await client.api({ method: 'PUT', path: '/v1.0/card/instances', body, answer: doneSchema, urgency: 'critical', repeatable: true });
    },

    async say(user, text, urgency) {
      const { msgKey, param } = robotMessage(text, pages);
      const body = { robotCode, userIds: [user], msgKey, msgParam: JSON.stringify(param) };
      const path = '/v1.0/robot/oToMessages/batchSend';
      const sent = await client.api({ method: 'POST', path, body, answer: batchSentSchema, urgency, repeatable: false });
      if (sent.invalidStaffIdList?.includes(user) === true) throw new Failure('DingTalk knows no such user', 'permanent', 'staffId.notExisted');
      if (sent.flowControlledStaffIdList?.includes(user) === true) throw new Failure('DingTalk holds lines to this user back', 'transient', 'flow-controlled');
      return sent.processQueryKey === undefined ? {} : { carrier: sent.processQueryKey };
    },

    async recall(ref) {
      const { carrier } = ref;
      if (carrier === undefined) throw new Failure('DingTalk gave no key to recall this message by', 'permanent', 'no-carrier');
      const body = { robotCode, processQueryKeys: [carrier] };
      const path = '/v1.0/robot/otoMessages/batchRecall';
      const done = await client.api({ method: 'POST', path, body, answer: recalledSchema, urgency: 'normal', repeatable: true });
      if (done.failedResult?.[carrier] !== undefined) throw new Failure('DingTalk did not recall the message', 'permanent', 'recall-refused');
    },

    async readState(ref) {
      const { carrier } = ref;
      if (carrier === undefined) return 'unknown';
      const query = { robotCode, processQueryKey: carrier };
      const path = '/v1.0/robot/oToMessages/readStatus';
      const status = await client.api({ method: 'GET', path, query, answer: readStatusSchema, urgency: 'normal', repeatable: true });
      const first = status.messageReadInfoList?.[0]?.readStatus;
      if (first === 'READ') return 'read';
      return first === 'UNREAD' ? 'unread' : 'unknown';
    },

    pressAnswer(card, notice, done) {
      const changed = card === undefined ? done && { rev: freshRev() } : paramsOf(card);
      return {
        cardUpdateOptions: BY_KEY,
        ...(changed === false ? {} : { cardData: { cardParamMap: changed } }),
        userPrivateData: { cardParamMap: noticeParams(notice) },
      };
    },
  };
}

/** A robot's action card takes one link, or two to five of them under keys of their own. */
function robotMessage(reply: LineReply, pages: string): { readonly msgKey: string; readonly param: Readonly<Record<string, string>> } {
  if (typeof reply === 'string') return { msgKey: 'sampleText', param: { content: reply } };
  const { title, text, links: [first, ...others] } = reply;
  if (first === undefined) return { msgKey: 'sampleText', param: { content: text } };
  // The text is markdown: a line ends with two of them.
  const shown = { title, text: text.replaceAll('\n', '\n\n') };
  if (others.length === 0) return { msgKey: 'sampleActionCard', param: { ...shown, singleTitle: first.label, singleURL: pages + first.path } };
  const links = [first, ...others].slice(0, 5);
  const actions = links.flatMap(({ label, path }, place) => [[`actionTitle${place + 1}`, label], [`actionURL${place + 1}`, pages + path]] as const);
  return { msgKey: `sampleActionCard${links.length}`, param: { ...shown, ...Object.fromEntries(actions) } };
}

function createBody(settings: DingtalkSettings, user: string, card: Card, key: string, params: DingtalkParams): unknown {
  // The chat list and the lock screen see the summary only, never the fact (interface.md, principle 7).
  const summary = params['summary'] ?? '';
  return {
    cardTemplateId: settings.templateId,
    outTrackId: key,
    callbackType: 'STREAM',
    userIdType: 1,
    cardData: { cardParamMap: params },
    openSpaceId: `dtv1.card//IM_ROBOT.${user}`,
    imRobotOpenSpaceModel: {
      supportForward: false,
      lastMessageI18n: { ZH_CN: summary },
      searchSupport: { searchTypeName: card.kind, searchDesc: summary },
      notification: { alertContent: summary, notificationOff: false },
    },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: settings.robotCode, extension: { dynamicSummary: 'true' } },
  };
}

type DeliverResult = { readonly success: boolean; readonly carrierId?: string | null | undefined; readonly errorMsg?: string | null | undefined };

/** HTTP 200 with `success: true` can hide a delivery that failed (kb:0783). */
function carrierOf(results: readonly DeliverResult[]): { carrier?: string } {
  const failed = results.find((each) => !each.success);
  if (failed !== undefined) {
    // No code comes with it, only words; those about speed pass.
    const passing = /limit|flow|busy|频|限流|繁忙/i.test(failed.errorMsg ?? '');
    throw new Failure('DingTalk made the card but did not deliver it', passing ? 'transient' : 'permanent', 'deliver-failed');
  }
  const carrier = results[0]?.carrierId;
  return carrier ? { carrier } : {};
}

function trackOf(ref: MessageRef): string {
  const { outTrackId } = ref;
  if (outTrackId === undefined) throw new Failure('this message was not a card', 'permanent', 'not-a-card');
  return outTrackId;
}

/** Every picture of a card has its own mark, see `DingtalkContext.rev`. */
function freshRev(): string {
  return randomUUID().slice(0, 8);
}
