/** What is wrong with a tenant's settings, in words for whoever sits at the admin console. */
import { randomInt } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import { Failure } from '../../services/core/errors.ts';
import type { BotContext, Finding } from '../bot.ts';
import type { WecomClient } from './client.ts';
import { agentSchema, departmentsSchema, doneSchema } from './schema.ts';
import { WECOM_CALLBACK_PATH } from './settings.ts';
import type { WecomSettings } from './settings.ts';

const WHERE = '管理后台 › 应用管理 › 自建应用';

/** In the order an administrator mends them; what cannot be asked before something else works is left out. */
export async function wecomCheckUp(settings: WecomSettings, context: BotContext, client: WecomClient): Promise<readonly Finding[]> {
  const first = await ask(() => client.get('getcallbackip', {}, doneSchema));
  const access = accessFindings(first);
  const rest = access.every((finding) => finding.ok)
    ? [...(await appFindings(settings, context, client)), await addressBook(client)]
    : [];
  return [...access, ...rest, await callbackFinding(settings, context)];
}

/** What came of a question: its answer, or the failure. */
type Asked<T> = { readonly answer: T } | { readonly failure: Failure };

async function ask<T>(question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { answer: await question() };
  } catch (error) {
    return { failure: error instanceof Failure ? error : new Failure('wecom: unknown', 'ambiguous', 'unknown') };
  }
}

function good(what: string, seen: string): Finding {
  return { ok: true, what: `企业微信：${what}`, seen, mend: '' };
}

function bad(what: string, seen: string, mend: string): Finding {
  return { ok: false, what: `企业微信：${what}`, seen, mend };
}

function accessFindings(first: Asked<unknown>): readonly Finding[] {
  const keys = '企业 ID 和 Secret';
  if ('answer' in first) return [good(keys, '换到了访问凭证'), good('可信 IP', '接口可以调用')];
  const { vendorCode, message } = first.failure;
  switch (vendorCode) {
    case '40001':
    case '40091':
      return [bad(keys, '平台不认这个 Secret（40001）', `在“${WHERE}”里重新查看 Secret，填到 WECOM_SECRET；别用成通讯录同步的 Secret。`)];
    case '40013':
      return [bad(keys, '平台不认这个企业 ID（40013）', '在“我的企业 › 企业信息”最下面复制企业 ID，填到 WECOM_CORP_ID。')];
    case '60020': {
      const ip = /from ip: ([\d.a-f:]+)/.exec(message)?.[1];
      const seen = ip === undefined ? '平台拒绝了本机的出口 IP（60020）' : `平台拒绝了出口 IP ${ip}（60020）`;
      return [good(keys, '换到了访问凭证'), bad('可信 IP', seen, `在“${WHERE} › 企业可信IP”里加上这个 IP，约 1 分钟后生效。要先设好可信域名或接收消息，这一栏才能填。`)];
    }
    default:
      return [bad(keys, `没有连上平台（${vendorCode}）`, '检查本机能否访问外网 qyapi.weixin.qq.com 的 443 端口，代理和 DNS 是否正常；稍后再试。')];
  }
}

async function appFindings(settings: WecomSettings, context: BotContext, client: WecomClient): Promise<readonly Finding[]> {
  const asked = await ask(() => client.get('agent/get', { agentid: String(settings.agentId) }, agentSchema));
  if ('failure' in asked) return [agentTrouble(asked.failure, settings.agentId)];
  const { name, close, redirect_domain, allow_userinfos, allow_partys, allow_tags } = asked.answer;
  const visible = allow_userinfos.user.length + allow_partys.partyid.length + allow_tags.tagid.length;
  const host = new URL(context.pages).host;
  return [
    close === 0
      ? good('AgentId', `应用“${name}”已启用`)
      : bad('AgentId', `应用“${name}”已停用`, `在“${WHERE}”里启用它。`),
    visible > 0
      ? good('可见范围', '已设置')
      : bad('可见范围', '没有任何部门或成员', `在“${WHERE} › 可见范围”里加上要收消息的科室，不在范围内的人收不到。`),
    redirect_domain === host
      ? good('可信域名', redirect_domain)
      : bad('可信域名', redirect_domain === '' ? '没有设置' : `设的是 ${redirect_domain}，页面在 ${host}`, `在“${WHERE} › 网页授权及JS-SDK”里把可信域名设为 ${host}（端口也要一样）。`),
  ];
}

function agentTrouble(failure: Failure, agentId: number): Finding {
  if (failure.vendorCode === '40056' || failure.vendorCode === '301002') {
    return bad('AgentId', `${agentId} 与 Secret 不是同一个应用（${failure.vendorCode}）`, `在“${WHERE}”里看同一个应用的 AgentId 和 Secret，两个都重新填。`);
  }
  return good('AgentId', `平台没有给出应用详情（${failure.vendorCode}），可见范围和可信域名请人工核对`);
}

async function addressBook(client: WecomClient): Promise<Finding> {
  const asked = await ask(() => client.get('department/list', {}, departmentsSchema));
  if ('answer' in asked) {
    const { length } = asked.answer.department;
    return length > 0
      ? good('通讯录', `能看到 ${length} 个部门`)
      : bad('通讯录', '一个部门也看不到', `在“${WHERE} › 可见范围”里选部门，不要只选个人。`);
  }
  return bad('通讯录', `读不到（${asked.failure.vendorCode}）`, `在“${WHERE} › 可见范围”里选部门；用的应是应用的 Secret。`);
}

/** What the platform itself does when the address is saved, done by us from here. */
async function callbackFinding(settings: WecomSettings, context: BotContext): Promise<Finding> {
  const url = context.pages.replace(/\/+$/, '') + WECOM_CALLBACK_PATH;
  const echo = String(randomInt(1e9, 1e10));
  const sealed = encrypt(settings.aesKey, echo, settings.corpId);
  const timestamp = String(Math.floor(context.now() / 1000));
  const nonce = String(randomInt(1e9, 1e10));
  const msg_signature = getSignature(settings.token, timestamp, nonce, sealed);
  const query = new URLSearchParams({ msg_signature, timestamp, nonce, echostr: sealed });
  const answered = await fetchText(`${url}?${query.toString()}`);
  if (answered === echo) return good('回调地址', `${url} 从本机能通；外网能否访问，以后台“接收消息”保存成功为准`);
  const seen = answered === undefined ? `${url} 访问不到` : `${url} 有回应，但不是本服务的`;
  return bad('回调地址', seen, `检查服务是否已启动、反向代理是否把 ${WECOM_CALLBACK_PATH} 原样转给本服务（不要改查询参数），再到“${WHERE} › 接收消息”里保存一次。`);
}

async function fetchText(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
    return await response.text();
  } catch {
    return undefined;
  }
}
