/** Everything DingTalk says to us is `unknown` until one of these has read it. Unknown fields are dropped. */
import { z } from 'zod';

const text = z.string();
const record = z.record(z.string(), z.unknown());

/** Error of the new API. */
export const apiErrorSchema = z.object({ code: text.catch('') });

/** Head of every old API answer. */
export const oapiHeadSchema = z.object({ errcode: z.coerce.number(), sub_code: text.optional().catch(undefined) });

/** The ban answer of an egress address (kb:0012). */
export const banSchema = z.object({ status: z.literal(1111) });

export const tokenSchema = z.object({ accessToken: text.min(1), expireIn: z.number().positive() });

export const ticketSchema = z.object({ jsapiTicket: text.min(1), expireIn: z.number().positive() });

export const gatewaySchema = z.object({ endpoint: z.string().regex(/^wss?:\/\//), ticket: text.min(1) });

export const deliveredSchema = z.object({
  success: z.boolean().optional(),
  result: z.object({
    outTrackId: text.optional(),
    deliverResults: z
      .array(z.object({ success: z.boolean(), spaceId: text.nullish(), carrierId: text.nullish(), errorMsg: text.nullish() }))
      .nullish(),
  }),
});

export const doneSchema = z.object({ success: z.boolean().optional() });

export const batchSentSchema = z.object({
  processQueryKey: text.optional(),
  invalidStaffIdList: z.array(text).nullish(),
  flowControlledStaffIdList: z.array(text).nullish(),
});

export const dingSentSchema = z.object({ openDingId: text.nullish(), failedList: z.record(z.string(), z.array(text)).nullish() });

export const recalledSchema = z.object({
  successResult: z.array(text).nullish(),
  failedResult: z.record(z.string(), text).nullish(),
});

export const readStatusSchema = z.object({
  sendStatus: text.nullish(),
  messageReadInfoList: z.array(z.object({ userId: text.nullish(), readStatus: text })).nullish(),
});

export const noticeSentSchema = z.object({ errcode: z.number(), task_id: z.union([z.number(), text]).nullish() });

export const userInfoSchema = z.object({ errcode: z.number(), result: z.object({ userid: text.min(1), name: text.nullish() }) });

export const departmentsSchema = z.object({ errcode: z.number(), result: z.array(z.object({ dept_id: z.number(), name: text, parent_id: z.number().optional() })) });

export const usersSchema = z.object({
  errcode: z.number(),
  result: z.object({
    has_more: z.boolean(),
    next_cursor: z.number().nullish(),
    list: z.array(
      z.object({
        userid: text.min(1),
        name: text,
        unionid: text.optional(),
        job_number: text.nullish(),
        active: z.boolean().nullish(),
        dept_id_list: z.array(z.number()).nullish(),
      }),
    ),
  }),
});

/** A frame of the long connection (protocol page, step 3). */
export const frameSchema = z.object({
  type: text,
  headers: z.record(z.string(), z.coerce.string()),
  data: text.optional(),
});

export type Frame = z.infer<typeof frameSchema>;

/** A card callback; where the pressed parameters stand differs between templates. */
export const cardCallbackSchema = z.object({
  outTrackId: text.min(1),
  userId: text.min(1),
  corpId: text.optional(),
  content: z.union([text, record]).optional(),
  value: z.union([text, record]).optional(),
  cardPrivateData: record.optional(),
  params: record.optional(),
});

export const robotMessageSchema = z.object({
  msgId: text.min(1),
  msgtype: text,
  text: z.object({ content: text }).nullish(),
  content: z.object({ recognition: text.nullish() }).nullish(),
  senderStaffId: text.nullish(),
  senderCorpId: text.nullish(),
  chatbotCorpId: text.nullish(),
  /** 20001: the month's message quota is used up, the text is missing (kbE 0004). */
  errCode: z.coerce.string().nullish(),
});

/** Bodies of directory events: users in one field, spelled differently per event and version. */
export const directoryEventSchema = z.object({
  userId: z.union([z.array(text), text]).optional(),
  UserId: z.union([z.array(text), text]).optional(),
});
