/** Alibaba Cloud: text messages (dysmsapi 2017-05-25 SendSms) and voice notices (dyvmsapi 2017-05-25 SingleCallByTts). */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Failure, type FailureClass } from '../../core/errors.ts';
import { acsHeaders, acsQuery } from './acs3.ts';
import { callVendor } from './call.ts';
import type { Message, Receipt, TelephoneLink } from './port.ts';
import type { SmsSettings, VoiceSettings } from './settings.ts';

const version = '2017-05-25';
const spoken = z.object({ Code: z.string().default(''), Message: z.string().default('') });

/** Nothing was sent, and it is not for good. */
const passing = new Set(['isp.SYSTEM_ERROR', 'isp.GATEWAY_ERROR', 'ServiceUnavailable', 'InternalError', 'SignatureNonceUsed']);
const classOf = (code: string): FailureClass => (passing.has(code) || code.startsWith('Throttling') ? 'transient' : 'permanent');

interface Account extends Pick<SmsSettings, 'keyId' | 'secret' | 'timeoutMs'> {
  readonly url: string;
}

async function ask<T>(account: Account, now: () => number, action: string, parameters: Readonly<Record<string, string>>, reads: z.ZodType<T>): Promise<T> {
  const { url, keyId, secret, timeoutMs } = account;
  const call = { host: new URL(url).host, action, version, parameters, date: new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'), nonce: randomBytes(16).toString('hex') };
  const { body } = await callVendor(`${url}/?${acsQuery(parameters)}`, { method: 'POST', headers: acsHeaders(call, { id: keyId, secret }) }, timeoutMs);
  const said = spoken.safeParse(body);
  if (!said.success || said.data.Code === '') throw new Failure('the vendor answered in another shape', 'ambiguous', 'shape');
  if (said.data.Code !== 'OK') throw new Failure(`the vendor refused ${action}`, classOf(said.data.Code), said.data.Code);
  const read = reads.safeParse(body);
  if (!read.success) throw new Failure('the vendor answered in another shape', 'ambiguous', 'shape');
  return read.data;
}

const variables = (message: Message): string => JSON.stringify(message.kind === 'code' ? { code: message.code } : { app: message.app });
/** The day by the vendor's clock, which is China's. */
const dayOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');

const sent = z.object({ BizId: z.string().min(1) });
const details = z.object({ SmsSendDetailDTOs: z.object({ SmsSendDetailDTO: z.array(z.object({ SendStatus: z.int(), ErrCode: z.string().default('') })) }) });
/** 1 waits for the receipt, 2 failed, 3 arrived. */
const states: Readonly<Record<number, Receipt['state']>> = { 1: 'waiting', 2: 'not-arrived', 3: 'arrived' };

export function aliyunSms({ url = 'https://dysmsapi.aliyuncs.com', signName = '', template, codeTemplate, ...key }: SmsSettings, now: () => number): TelephoneLink {
  const account = { ...key, url };
  return {
    means: 'sms',
    vendor: 'aliyun',
    send: async (phone, message, outId) => {
      const chosen = message.kind === 'code' ? codeTemplate : template;
      if (chosen === undefined) throw new Failure('no template for this message', 'permanent', 'no-template');
      const { BizId } = await ask(account, now, 'SendSms', { PhoneNumbers: phone, SignName: signName, TemplateCode: chosen, TemplateParam: variables(message), OutId: outId }, sent);
      return { ref: BizId };
    },
    receipt: async (ref, phone, sentAt) => {
      const { SmsSendDetailDTOs: { SmsSendDetailDTO: [detail] } } = await ask(account, now, 'QuerySendDetails', { PhoneNumber: phone, BizId: ref, SendDate: dayOf(sentAt), PageSize: '10', CurrentPage: '1' }, details);
      return { state: states[detail?.SendStatus ?? 1] ?? 'waiting', code: detail?.ErrCode ?? '' };
    },
  };
}

const called = z.object({ CallId: z.string().min(1) });
const ofCall = z.object({ Data: z.string().default('') });
const detailOfCall = z.object({ state: z.coerce.string().default(''), stateDesc: z.string().default('') });
/** Of the product voice notices. */
const voiceProduct = '11000000300006';
const answered = '200000';

export function aliyunVoice({ url = 'https://dyvmsapi.aliyuncs.com', template = '', showNumber, playTimes, ...key }: VoiceSettings, now: () => number): TelephoneLink {
  const account = { ...key, url };
  return {
    means: 'voice',
    vendor: 'aliyun',
    send: async (phone, message, outId) => {
      const { CallId } = await ask(account, now, 'SingleCallByTts', { CalledNumber: phone, TtsCode: template, TtsParam: variables(message), PlayTimes: String(playTimes), OutId: outId.slice(0, 15), ...(showNumber !== undefined && { CalledShowNumber: showNumber }) }, called);
      return { ref: CallId };
    },
    receipt: async (ref, _phone, sentAt) => {
      const { Data } = await ask(account, now, 'QueryCallDetailByCallId', { CallId: ref, ProdId: voiceProduct, QueryDate: String(sentAt.getTime()) }, ofCall);
      const { state, stateDesc } = detailOfCall.parse(Data === '' ? {} : parsed(Data));
      if (state === '') return { state: 'waiting', code: '' };
      return { state: state === answered ? 'arrived' : 'not-arrived', code: `${state} ${stateDesc}`.trim() };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
