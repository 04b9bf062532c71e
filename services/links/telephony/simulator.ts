/**
 * Both vendors and a gateway, to try the adapters against: signatures are derived anew from the raw request, clocks and
 * nonces are checked, numbers, signs and templates as the vendors' pages say, and what one number may be sent in a day.
 */
import { createHash, createHmac } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewaySignature } from './gateway.ts';

export const simulatedKey = { keyId: 'SIM-KEY-1', secret: 'simulated-secret-1' } as const;
export const simulatedTemplates = { signName: '青禾医院', urgent: 'SMS_1001', code: 'SMS_1002', voice: 'TTS_2001', tencentUrgent: '1001', tencentCode: '1002', appId: '1400006666' } as const;

export interface Said {
  readonly vendor: 'aliyun' | 'tencent' | 'gateway';
  readonly means: 'sms' | 'voice';
  readonly to: string;
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  readonly key: string;
  readonly ref: string;
}

/** `code`: the vendor refuses so; `silent`: takes it and never answers; `away`: cuts the line before anything is read; `lost`: the receipt says it did not arrive. */
export type Mood = { readonly code: string } | 'fine' | 'silent' | 'away' | 'lost';

export interface SimulatedTelephone {
  readonly url: string;
  /** What really went out, in order. */
  readonly said: readonly Said[];
  mood: Mood;
  stop(): Promise<void>;
}

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly header: (name: string) => string;
  readonly body: string;
}

interface Spoken {
  readonly status: number;
  readonly body: object;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const aliyunNo = (Code: string, status = 400): Spoken => ({ status, body: { Code, Message: Code, RequestId: 'r' } });
const aliyunYes = (more: object): Spoken => ({ status: 200, body: { Code: 'OK', Message: 'OK', RequestId: 'r', ...more } });
const tencentNo = (Code: string): Spoken => ({ status: 200, body: { Response: { Error: { Code, Message: Code }, RequestId: 'r' } } });
const tencentYes = (more: object): Spoken => ({ status: 200, body: { Response: { ...more, RequestId: 'r' } } });

/** 40 a day for one number. */
const mostADay = 40;

export async function simulatedTelephone(now: () => number, port = 0): Promise<SimulatedTelephone> {
  const [said, nonces, times] = [[] as Said[], new Set<string>(), new Map<string, Date>()];
  const state: { mood: Mood } = { mood: 'fine' };
  const fresh = (): string => `${now()}^${said.length}`;

  function take(one: Omit<Said, 'ref'>): string {
    const known = said.find(({ vendor, key }) => one.vendor === 'gateway' && vendor === 'gateway' && key === one.key);
    if (known !== undefined) return known.ref;
    const ref = fresh();
    said.push({ ...one, ref });
    times.set(ref, new Date(now()));
    return ref;
  }
  const tooMany = (to: string): boolean => said.filter((each) => each.to === to && now() - (times.get(each.ref)?.getTime() ?? 0) < 86_400_000).length >= mostADay;
  const arrived = (): boolean => state.mood !== 'lost';

  function aliyun(heard: Heard): Spoken {
    const no = aliyunNo;
    const [, credential = '', names = '', signature = ''] = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=(\w+)$/.exec(heard.header('authorization')) ?? [];
    if (credential !== simulatedKey.keyId) return no('InvalidAccessKeyId.NotFound', 404);
    const canonical = [heard.method, heard.path, heard.query, ...names.split(';').map((name) => `${name}:${heard.header(name)}`), '', names, heard.header('x-acs-content-sha256')].join('\n');
    if (heard.header('x-acs-content-sha256') !== sha256(heard.body) || mac(simulatedKey.secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex') !== signature) return no('SignatureDoesNotMatch');
    if (Math.abs(Date.parse(heard.header('x-acs-date')) - now()) > 15 * 60_000) return no('InvalidTimeStamp.Expired');
    const nonce = heard.header('x-acs-signature-nonce');
    if (nonce === '' || nonces.has(nonce)) return no('SignatureNonceUsed');
    nonces.add(nonce);
    if (heard.header('x-acs-version') !== '2017-05-25') return no('InvalidVersion', 404);
    if (typeof state.mood === 'object') return no(state.mood.code, 200);
    return aliyunDoes(heard.header('x-acs-action'), new URLSearchParams(heard.query), no);
  }

  function aliyunDoes(action: string, query: URLSearchParams, no: (code: string, status?: number) => Spoken): Spoken {
    const get = (name: string): string => query.get(name) ?? '';
    const yes = aliyunYes;
    if (action === 'QuerySendDetails') return yes({ TotalCount: '1', SmsSendDetailDTOs: { SmsSendDetailDTO: said.filter(({ ref, to }) => ref === get('BizId') && to === get('PhoneNumber')).map(({ to }) => ({ PhoneNum: to, SendStatus: arrived() ? 3 : 2, ErrCode: arrived() ? 'DELIVERED' : 'MOBILE_NOT_ON_SERVICE' })) } });
    if (action === 'QueryCallDetailByCallId') return yes({ Data: said.some(({ ref }) => ref === get('CallId')) ? JSON.stringify(arrived() ? { state: '200000', stateDesc: '用户接听' } : { state: '200005', stateDesc: '用户无法接通' }) : '' });
    if (action !== 'SendSms' && action !== 'SingleCallByTts') return no('InvalidAction.NotFound', 404);
    const means = action === 'SendSms' ? 'sms' : 'voice';
    const to = get(means === 'sms' ? 'PhoneNumbers' : 'CalledNumber');
    const template = get(means === 'sms' ? 'TemplateCode' : 'TtsCode');
    if (!/^1[3-9]\d{9}$/.test(to)) return no('isv.MOBILE_NUMBER_ILLEGAL', 200);
    if (means === 'sms' && get('SignName') !== simulatedTemplates.signName) return no('isv.SMS_SIGNATURE_ILLEGAL', 200);
    const known: readonly string[] = means === 'sms' ? [simulatedTemplates.urgent, simulatedTemplates.code] : [simulatedTemplates.voice];
    if (!known.includes(template)) return no(means === 'sms' ? 'isv.SMS_TEMPLATE_ILLEGAL' : 'isv.TTS_TEMPLATE_ILLEGAL', 200);
    const params = JSON.parse(get(means === 'sms' ? 'TemplateParam' : 'TtsParam')) as Record<string, string>;
    if (Object.keys(params).join() !== (template === simulatedTemplates.code ? 'code' : 'app')) return no('isv.TEMPLATE_MISSING_PARAMETERS', 200);
    if (means === 'voice' && get('OutId').length > 15) return no('isv.INVALID_PARAMETERS', 200);
    if (tooMany(to)) return no('isv.BUSINESS_LIMIT_CONTROL', 200);
    const ref = take({ vendor: 'aliyun', means, to, template, params, key: get('OutId') });
    return yes(means === 'sms' ? { BizId: ref } : { CallId: ref });
  }

  function tencent(heard: Heard): Spoken {
    const [no, yes] = [tencentNo, tencentYes];
    const [, id = '', date = '', names = '', signature = ''] = /^TC3-HMAC-SHA256 Credential=([^/]+)\/([\d-]+)\/sms\/tc3_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(heard.header('authorization')) ?? [];
    if (id !== simulatedKey.keyId) return no('AuthFailure.SecretIdNotFound');
    const seconds = Number(heard.header('x-tc-timestamp'));
    if (Math.abs(seconds * 1000 - now()) > 5 * 60_000) return no('AuthFailure.SignatureExpire');
    const canonical = [heard.method, '/', '', ...names.split(';').map((name) => `${name}:${heard.header(name)}`), '', names, sha256(heard.body)].join('\n');
    const signing = mac(mac(mac(`TC3${simulatedKey.secret}`, date), 'sms'), 'tc3_request');
    if (mac(signing, ['TC3-HMAC-SHA256', String(seconds), `${date}/sms/tc3_request`, sha256(canonical)].join('\n')).toString('hex') !== signature || new Date(seconds * 1000).toISOString().slice(0, 10) !== date) return no('AuthFailure.SignatureFailure');
    if (heard.header('x-tc-version') !== '2021-01-11') return no('InvalidParameter');
    const input = JSON.parse(heard.body) as { PhoneNumberSet?: string[]; PhoneNumber?: string; SmsSdkAppId?: string; SignName?: string; TemplateId?: string; TemplateParamSet?: string[]; SessionContext?: string };
    if (input.SmsSdkAppId !== simulatedTemplates.appId) return no('UnauthorizedOperation.SmsSdkAppIdVerifyFail');
    if (heard.header('x-tc-action') === 'PullSmsSendStatusByPhoneNumber') return yes({ PullSmsSendStatusSet: said.filter(({ to }) => to === input.PhoneNumber).map(({ ref }) => ({ SerialNo: ref, ReportStatus: arrived() ? 'SUCCESS' : 'FAIL', Description: arrived() ? 'DELIVRD' : 'MK:0001' })) });
    if (heard.header('x-tc-action') !== 'SendSms') return no('InvalidAction');
    if (input.SignName !== simulatedTemplates.signName) return no('FailedOperation.SignatureIncorrectOrUnapproved');
    if (input.TemplateId !== simulatedTemplates.tencentUrgent && input.TemplateId !== simulatedTemplates.tencentCode) return no('FailedOperation.TemplateIncorrectOrUnapproved');
    const to = input.PhoneNumberSet?.[0] ?? '';
    // Of each number by itself, inside an answer that went well.
    const code = typeof state.mood === 'object' ? state.mood.code : /^\+861[3-9]\d{9}$/.test(to) ? (tooMany(to) ? 'LimitExceeded.PhoneNumberDailyLimit' : 'Ok') : 'InvalidParameterValue.IncorrectPhoneNumber';
    const ref = code === 'Ok' ? take({ vendor: 'tencent', means: 'sms', to, template: input.TemplateId, params: { 1: input.TemplateParamSet?.[0] ?? '' }, key: input.SessionContext ?? '' }) : '';
    return yes({ SendStatusSet: [{ SerialNo: ref, PhoneNumber: to, Fee: code === 'Ok' ? 1 : 0, SessionContext: input.SessionContext ?? '', Code: code, Message: code, IsoCode: 'CN' }] });
  }

  function ofGateway(heard: Heard): Spoken {
    const time = heard.header('x-time');
    const expected = gatewaySignature(simulatedKey.secret, { method: heard.method, path: heard.path, time, nonce: heard.header('x-nonce'), body: heard.body });
    if (heard.header('x-client') !== simulatedKey.keyId || heard.header('x-signature') !== expected || Math.abs(Number(time) * 1000 - now()) > 5 * 60_000) return { status: 401, body: { error: 'signature' } };
    if (heard.method === 'GET') {
      const ref = decodeURIComponent(heard.path.split('/').at(-1) ?? '');
      return said.some((each) => each.ref === ref) ? { status: 200, body: { state: arrived() ? 'arrived' : 'not-arrived', code: arrived() ? '' : '关机' } } : { status: 404, body: {} };
    }
    if (typeof state.mood === 'object') return { status: 200, body: { accepted: false, code: state.mood.code } };
    const { key, to, means, kind, params } = JSON.parse(heard.body) as Said & { kind: string };
    return { status: 200, body: { accepted: true, ref: take({ vendor: 'gateway', means, to, template: kind, params, key }) } };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const heard = await heardOf(request);
    const { status, body } = heard.header('authorization').startsWith('ACS3') ? aliyun(heard) : heard.header('authorization').startsWith('TC3') ? tencent(heard) : ofGateway(heard);
    // Taken, and the answer is lost on its way.
    if (state.mood !== 'silent') response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    if (state.mood === 'away') return void request.socket.destroy();
    void answer(request, response);
  });
  await new Promise<void>((done) => { server.listen(port, '127.0.0.1', done); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said,
    get mood() { return state.mood; },
    set mood(mood: Mood) { state.mood = mood; },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => { server.close(done); });
    },
  };
}

async function heardOf(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  return { method: request.method ?? '', path, query, header: (name) => String(request.headers[name] ?? ''), body: Buffer.concat(chunks).toString('utf8') };
}
