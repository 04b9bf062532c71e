/** Shapes of the card calls, and the words each fault of them is answered with (kb:0780–0790). */
import { z } from 'zod';
import { bad } from './answers.ts';
import type { Params } from './memory.ts';

/** Bytes of one key, of one value, and of one person's private data. */
const KEY_BYTES = 100;
const VALUE_BYTES = 1024;

const mapSchema = z.object({ cardParamMap: z.record(z.string(), z.unknown()).optional() }).nullish();
const privateSchema = z.record(z.string(), mapSchema).nullish();
const notification = z.object({ alertContent: z.string().optional(), notificationOff: z.boolean().optional() }).nullish();
const imSpace = z.object({
  lastMessageI18n: z.record(z.string(), z.string()).nullish(),
  notification,
  supportForward: z.boolean().nullish(),
}).nullish();
const deliver = z.looseObject({ robotCode: z.string().nullish(), recipients: z.array(z.string()).nullish() }).nullish();

const spaceModels = {
  imRobotOpenSpaceModel: imSpace,
  imGroupOpenSpaceModel: imSpace,
  imSingleOpenSpaceModel: imSpace,
  topOpenSpaceModel: z.looseObject({}).nullish(),
};
const deliverModels = {
  imRobotOpenDeliverModel: deliver,
  imGroupOpenDeliverModel: deliver,
  imSingleOpenDeliverModel: deliver,
  topOpenDeliverModel: z.looseObject({ userIds: z.array(z.string()).nullish() }).nullish(),
};
const userIdType = z.union([z.literal(1), z.literal(2)]).default(1);

export const createSchema = z.object({
  cardTemplateId: z.string().optional(),
  outTrackId: z.string().optional(),
  callbackType: z.enum(['STREAM', 'HTTP']).optional(),
  callbackRouteKey: z.string().optional(),
  userId: z.string().optional(),
  userIdType,
  cardData: mapSchema,
  privateData: privateSchema,
  openSpaceId: z.string().optional(),
  ...spaceModels,
  ...deliverModels,
});
export type CreateInput = z.infer<typeof createSchema>;

export const deliverSchema = z.object({ outTrackId: z.string().optional(), openSpaceId: z.string().optional(), userIdType, ...deliverModels });
export type DeliverInput = z.infer<typeof deliverSchema>;

export const spacesSchema = z.object({ outTrackId: z.string().optional(), ...spaceModels });

const options = z.object({ updateCardDataByKey: z.boolean().default(false), updatePrivateDataByKey: z.boolean().default(false) });

export const updateSchema = z.object({
  outTrackId: z.string().optional(),
  userIdType,
  cardData: mapSchema,
  privateData: privateSchema,
  cardUpdateOptions: options.prefault({}),
});

/** What a callback is answered with; `userPrivateData` is not keyed and means the presser. */
export const responseSchema = z.object({
  cardUpdateOptions: options.nullish().transform((given) => given ?? { updateCardDataByKey: false, updatePrivateDataByKey: false }),
  cardData: mapSchema,
  userPrivateData: mapSchema,
});

export const streamingSchema = z.object({
  outTrackId: z.string().optional(),
  guid: z.string().optional(),
  key: z.string().optional(),
  content: z.string().optional(),
  isFull: z.boolean().default(false),
  isFinalize: z.boolean().default(false),
  isError: z.boolean().default(false),
});

export const registerSchema = z.object({
  callbackRouteKey: z.string().min(1),
  callbackUrl: z.url(),
  apiSecret: z.string().optional(),
  forceUpdate: z.boolean().default(false),
});

/** Variables, which must be texts within the limits. @throws ApiProblem `param.invalid` */
export function paramsOf(map: z.infer<typeof mapSchema>, what = 'cardData'): Params | undefined {
  if (map?.cardParamMap === undefined) return undefined;
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(map.cardParamMap)) {
    if (typeof value !== 'string') throw bad('param.invalid', `${what}.cardParamMap.${key} 必须是字符串`);
    if (Buffer.byteLength(key) > KEY_BYTES || Buffer.byteLength(value) > VALUE_BYTES) throw bad('param.invalid', `${what}.cardParamMap.${key} 超出长度限制`);
    params[key] = value;
  }
  return params;
}

/** One person's variables together stay within 1 KB. @throws ApiProblem `param.invalid` */
export function privateParamsOf(map: z.infer<typeof mapSchema>): Params | undefined {
  const params = paramsOf(map, 'privateData');
  if (params && Buffer.byteLength(JSON.stringify(params)) > VALUE_BYTES) throw bad('param.invalid', 'privateData 超出长度限制');
  return params;
}
