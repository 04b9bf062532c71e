/** Reads the encrypted passive reply of a callback (doc 90241): signature, receiveId and tag names are all checked. */
import { signatureOf, unseal } from './crypto.ts';
import { readTemplateCard, isProblem } from './template-card.ts';
import { isRecord, listOf, readXml } from './xml.ts';
import type { TemplateCard } from './template-card-schema.ts';

/** What the clicker's copy becomes; `nothing` for an empty or `success` answer. */
export type Passive =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'button'; readonly replaceName: string }
  | { readonly kind: 'card'; readonly card: TemplateCard };

export interface PassiveReading {
  readonly passive: Passive;
  /** Things the real server may or may not mind. */
  readonly warnings: readonly string[];
}

/** The keys of the app that sent the callback. */
export interface ReplyKeys {
  readonly corp: string;
  readonly token: string;
  readonly aesKey: string;
}

const text = (node: Readonly<Record<string, unknown>>, tag: string): string => {
  const value = node[tag];
  return typeof value === 'string' ? value : '';
};

/** @throws Error saying what is wrong with the reply */
export function readPassive(body: string, keys: ReplyKeys): PassiveReading {
  const trimmed = body.trim();
  if (trimmed === '' || trimmed === 'success') return { passive: { kind: 'nothing' }, warnings: [] };
  const { xml, warnings } = open(trimmed, keys);
  return { passive: meaning(readXml(xml)), warnings };
}

function open(body: string, keys: ReplyKeys): { xml: string; warnings: string[] } {
  const envelope = readXml(body);
  const encrypted = text(envelope, 'Encrypt');
  if (!encrypted) throw new Error('reply has no Encrypt element');
  const warnings: string[] = [];
  let timestamp = text(envelope, 'TimeStamp');
  if (!timestamp && envelope['Timestamp'] !== undefined) {
    timestamp = text(envelope, 'Timestamp');
    warnings.push('reply uses Timestamp; the documents say TimeStamp');
  }
  if (!timestamp) throw new Error('reply has no TimeStamp element');
  const expected = signatureOf(keys.token, timestamp, text(envelope, 'Nonce'), encrypted);
  if (text(envelope, 'MsgSignature') !== expected) throw new Error('reply MsgSignature is wrong');
  const { message, receiveId } = unseal(keys.aesKey, encrypted);
  if (receiveId !== keys.corp) throw new Error(`reply receiveId is ${receiveId || 'empty'}, not the corp id`);
  return { xml: message, warnings };
}

function meaning(node: Readonly<Record<string, unknown>>): Passive {
  const type = text(node, 'MsgType');
  if (type === 'text') return { kind: 'text', text: text(node, 'Content') };
  if (type === 'update_button') {
    const button = node['Button'];
    const name = isRecord(button) ? text(button, 'ReplaceName') : '';
    if (!name) throw new Error('update_button has no Button.ReplaceName');
    return { kind: 'button', replaceName: name };
  }
  if (type !== 'update_template_card') throw new Error(`reply MsgType ${type || 'missing'} is not one a card takes`);
  const card = readTemplateCard(plain(node['TemplateCard']), 'update');
  if (isProblem(card)) throw new Error(`reply TemplateCard: ${card.errmsg}`);
  return { kind: 'card', card };
}

/** Elements that are lists in JSON; on the wire they are repeated tags without a wrapper. */
const lists = new Set(['action_list', 'horizontal_content_list', 'jump_list', 'vertical_content_list', 'button_list', 'select_list', 'option_list']);
const numbers = new Set(['desc_color', 'type', 'style', 'mode', 'aspect_ratio']);
const flags = new Set(['disable', 'is_checked']);
const names: Readonly<Record<string, string>> = { KeyName: 'keyname', UserId: 'userid', CheckBox: 'checkbox' };

const snake = (tag: string): string => names[tag] ?? tag.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();

function plain(value: unknown): unknown {
  if (!isRecord(value)) return {};
  const result: Record<string, unknown> = {};
  for (const [tag, inner] of Object.entries(value)) {
    if (!/^[A-Z]/.test(tag)) throw new Error(`reply TemplateCard: tag ${tag} is not PascalCase`);
    const name = snake(tag);
    if (lists.has(name)) result[name] = listOf(inner).map(plain);
    else if (isRecord(inner)) result[name] = plain(inner);
    else if (inner !== '') result[name] = leaf(name, inner);
  }
  return result;
}

function leaf(name: string, value: unknown): unknown {
  if (numbers.has(name)) return Number(value);
  return flags.has(name) ? value === 'true' || value === '1' : value;
}
