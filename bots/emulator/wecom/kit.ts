/** For the WeCom tests: an emulator with the WeCom side, a product-like callback server, and the REST calls. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { startKit } from '../core/kit.ts';
import type { Kit } from '../core/kit.ts';
import { wecomTenant } from '../tenant.ts';
import { createWecom } from './index.ts';
import { defaultSettings } from './settings.ts';
import { readXml } from './xml.ts';

/** One callback as the product saw it. */
export interface Heard {
  readonly query: URLSearchParams;
  readonly body: string;
  /** Decrypted by `@wecom/crypto`; empty when the envelope could not be read. */
  readonly plain: string;
  readonly signatureHolds: boolean;
  readonly receiveId: string;
}

export interface Answer {
  readonly status?: number;
  readonly body?: string;
}

export interface Product {
  readonly url: string;
  readonly heard: Heard[];
  readonly checks: number;
  /** What the next callbacks are answered with. */
  answer: (heard: Heard) => Answer | Promise<Answer>;
  stop(): Promise<void>;
}

const { token, aesKey, corpId, agentId } = wecomTenant;

/** An encrypted passive reply. `change` spoils it. */
export function passiveReply(xml: string, change: { id?: string; tag?: string; signature?: string } = {}): string {
  const sealed = encrypt(aesKey, xml, change.id ?? corpId);
  const signature = change.signature ?? getSignature(token, '1700000000', 'n1', sealed);
  const tag = change.tag ?? 'TimeStamp';
  return `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
    `<${tag}>1700000000</${tag}><Nonce><![CDATA[n1]]></Nonce></xml>`;
}

function hear(query: URLSearchParams, body: string): Heard {
  const sealed = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/.exec(body)?.[1] ?? '';
  const expected = getSignature(token, query.get('timestamp') ?? '', query.get('nonce') ?? '', sealed);
  const opened = sealed === '' ? { message: '', id: '' } : decrypt(aesKey, sealed);
  return { query, body, plain: opened.message, receiveId: opened.id, signatureHolds: expected === query.get('msg_signature') };
}

/** A server that does what the documents ask of an app. */
export async function startProduct(): Promise<Product> {
  const heard: Heard[] = [];
  let checks = 0;
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://product').searchParams;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET') {
        checks += 1;
        response.end(decrypt(aesKey, query.get('echostr') ?? '').message);
        return;
      }
      const event = hear(query, Buffer.concat(chunks).toString());
      heard.push(event);
      void Promise.resolve(product.answer(event)).then(({ status = 200, body = '' }) => response.writeHead(status).end(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const product: Product = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bots/wecom/callback`,
    heard,
    get checks() {
      return checks;
    },
    answer: () => ({}),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return product;
}

export interface Result {
  readonly errcode: number;
  readonly errmsg: string;
  readonly [field: string]: unknown;
}

export interface World extends Kit {
  readonly product: Product;
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Result>;
  /** message/send of a card to `li.yi`. */
  sendCard(card: object, touser?: string): Promise<Result>;
  close(): Promise<void>;
}

/** Emulator, product and a token. */
export async function startWorld(): Promise<World> {
  const product = await startProduct();
  const kit = await startKit([createWecom(defaultSettings({ callbackUrl: product.url }))], { log: () => undefined });
  const gettoken = `/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${wecomTenant.secret}`;
  const access = async (): Promise<string> => (await kit.get<{ access_token: string }>(gettoken)).access_token;
  const call: World['call'] = async (method, path, body) => {
    const url = `/cgi-bin/${path}${path.includes('?') ? '&' : '?'}access_token=${await access()}`;
    return method === 'GET' ? kit.get<Result>(url) : kit.post<Result>(url, body);
  };
  return {
    ...kit,
    product,
    call,
    sendCard: (card, touser = 'li.yi') => call('POST', 'message/send', { touser, msgtype: 'template_card', agentid: agentId, template_card: card }),
    close: async () => {
      await kit.stop();
      await product.stop();
    },
  };
}

/** A card with two buttons. */
export function ask(taskId: string, more: object = {}): object {
  return {
    card_type: 'button_interaction',
    task_id: taskId,
    source: { desc: '危急值', desc_color: 2 },
    main_title: { title: '12床 王**', desc: '血钾 7.1 mmol/L ↑↑' },
    horizontal_content_list: [{ keyname: '上次', value: '4.8 昨 16:20' }, { keyname: '责任人', type: 3, userid: 'li.yi' }],
    card_action: { type: 1, url: 'http://localhost:3000/m/critical-values/1' },
    button_list: [{ text: '确认收到', style: 1, key: 'acknowledge' }, { text: '转交', style: 2, key: 'hand-over' }],
    ...more,
  };
}

/** What stands in the plain XML. */
export function fieldsOf(heard: Heard): Readonly<Record<string, unknown>> {
  return readXml(heard.plain);
}

/** The newest callback. @throws when there was none */
export function lastHeard(product: Product): Heard {
  const last = product.heard.at(-1);
  if (last === undefined) throw new Error('the product heard nothing');
  return last;
}
