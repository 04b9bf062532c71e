/** Tencent Cloud text messages: sms 2021-01-11, SendSms and PullSmsSendStatusByPhoneNumber. */
import { z } from 'zod';
import { Failure, type FailureClass } from '../../core/errors.ts';
import { callVendor } from './call.ts';
import type { TelephoneLink } from './port.ts';
import type { SmsSettings } from './settings.ts';
import { tcAuthorization, tcContentType } from './tc3.ts';

const version = '2021-01-11';
const outer = z.object({ Response: z.looseObject({ Error: z.object({ Code: z.string() }).optional() }) });
const sent = z.object({ SendStatusSet: z.array(z.object({ SerialNo: z.string(), Code: z.string() })).min(1) });
const pulled = z.object({ PullSmsSendStatusSet: z.array(z.object({ SerialNo: z.string(), ReportStatus: z.string(), Description: z.string().default('') })) });

const classOf = (code: string): FailureClass => (code.startsWith('InternalError') || code.startsWith('RequestLimitExceeded') || code === 'FailedOperation.FailResolvePacket' ? 'transient' : 'permanent');

const international = (phone: string): string => (phone.startsWith('+') ? phone : `+86${phone}`);

export function tencentSms({ url = 'https://sms.tencentcloudapi.com', keyId, secret, timeoutMs, signName = '', template, codeTemplate, appId = '', region }: SmsSettings, now: () => number): TelephoneLink {
  async function ask<T>(action: string, input: object, reads: z.ZodType<T>): Promise<T> {
    const body = JSON.stringify(input);
    const seconds = Math.floor(now() / 1000);
    const authorization = tcAuthorization({ host: new URL(url).host, service: 'sms', seconds, body }, { id: keyId, secret });
    const headers = { 'content-type': tcContentType, authorization, 'x-tc-action': action, 'x-tc-version': version, 'x-tc-timestamp': String(seconds), 'x-tc-region': region };
    const answer = outer.safeParse((await callVendor(`${url}/`, { method: 'POST', headers, body }, timeoutMs)).body);
    if (!answer.success) throw new Failure('the vendor answered in another shape', 'ambiguous', 'shape');
    const { Error: no } = answer.data.Response;
    if (no !== undefined) throw new Failure(`the vendor refused ${action}`, classOf(no.Code), no.Code);
    const read = reads.safeParse(answer.data.Response);
    if (!read.success) throw new Failure('the vendor answered in another shape', 'ambiguous', 'shape');
    return read.data;
  }
  return {
    means: 'sms',
    vendor: 'tencent',
    send: async (phone, message, key) => {
      const chosen = message.kind === 'code' ? codeTemplate : template;
      if (chosen === undefined) throw new Failure('no template for this message', 'permanent', 'no-template');
      const { SendStatusSet: [one] } = await ask('SendSms', { PhoneNumberSet: [international(phone)], SmsSdkAppId: appId, SignName: signName, TemplateId: chosen, TemplateParamSet: [message.kind === 'code' ? message.code : message.app], SessionContext: key }, sent);
      // Of each number by itself: the call went well all the same.
      if (one?.Code !== 'Ok') throw new Failure('the vendor refused the number', classOf(one?.Code ?? ''), one?.Code ?? '');
      return { ref: one.SerialNo };
    },
    receipt: async (ref, phone, sentAt) => {
      const begin = Math.floor(sentAt.getTime() / 1000) - 60;
      const { PullSmsSendStatusSet } = await ask('PullSmsSendStatusByPhoneNumber', { BeginTime: begin, Offset: 0, Limit: 100, PhoneNumber: international(phone), SmsSdkAppId: appId }, pulled);
      const own = PullSmsSendStatusSet.find(({ SerialNo }) => SerialNo === ref);
      if (own === undefined) return { state: 'waiting', code: '' };
      return { state: own.ReportStatus === 'SUCCESS' ? 'arrived' : 'not-arrived', code: own.ReportStatus === 'SUCCESS' ? '' : own.Description };
    },
  };
}
