/** The simulated vendor's rules, written from README.md: what it answers to each request. */
import { toBase64Url } from '../../bytes.ts';
import { makeSignature } from '../../local/keys.ts';
import type { Order } from '../contract.ts';
import { holderOf, issueHolder, serialOf, tokenOver, type Holder, type Vendor } from './people.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Body = Readonly<Record<string, string | undefined>>;
type Handler = (vendor: Vendor, part: string, body: Body) => Answer | Promise<Answer>;

const TRIES = 5;

/** Method and path pattern to handler; the group is what the path names. */
const ROUTES: readonly (readonly [string, RegExp, Handler])[] = [
  ['GET', /^\/v1\/(ping)$/, (vendor) => ok({ time: vendor.now() })],
  ['POST', /^\/v1\/(users)$/, enrol],
  ['GET', /^\/v1\/users\/([^/]+)\/certificates$/, certificates],
  ['POST', /^\/v1\/users\/([^/]+)\/pin$/, changePin],
  ['POST', /^\/v1\/(sign-orders)$/, placeOrder],
  ['GET', /^\/v1\/sign-orders\/([^/]+)$/, (vendor, id) => orderAnswer(vendor.orders.get(id))],
  ['POST', /^\/v1\/certificates\/([^/]+)\/revocation$/, revoke],
  ['GET', /^\/v1\/(revocations)$/, (vendor) => ok({ revocations: vendor.holders.flatMap((each) => each.revocation ?? []) })],
];

export async function answerTo(vendor: Vendor, method: string, path: string, body: Body): Promise<Answer> {
  for (const [verb, pattern, handler] of ROUTES) {
    const part = pattern.exec(path)?.[1];
    if (verb === method && part !== undefined) return handler(vendor, decodeURIComponent(part), body);
  }
  return no(404, { code: 'NO_SUCH_DOOR' });
}

/** The doctor's press in the vendor's app. */
export function settle(vendor: Vendor, orderId: string, state: 'signed' | 'declined' | 'expired'): void {
  const order = vendor.orders.get(orderId);
  if (order === undefined || order.state !== 'waiting') throw new Error('no order is waiting');
  vendor.orders.set(orderId, state === 'signed' ? { ...order, ...signed(vendor, order, order.holder) } : { ...order, state });
}

async function enrol(vendor: Vendor, _part: string, body: Body): Promise<Answer> {
  const { staffNumber = '', name = '', department = '', pin = '' } = body;
  if (/^(\d)\1+$/.test(pin)) return no(422, { code: 'PIN_WEAK' });
  if (holderOf(vendor, staffNumber) !== undefined) return no(409, { code: 'USER_EXISTS' });
  const { pem } = await issueHolder(vendor, { staffNumber, name, department }, pin);
  return { status: 201, body: { pem } };
}

function certificates(vendor: Vendor, staffNumber: string): Answer {
  const mine = vendor.holders.filter((each) => each.staffNumber === staffNumber);
  return ok({ certificates: mine.map(({ pem, revocation }) => ({ pem, revocation })) });
}

function changePin(vendor: Vendor, staffNumber: string, body: Body): Answer {
  const holder = holderOf(vendor, staffNumber);
  if (holder === undefined) return no(404, { code: 'USER_NOT_FOUND' });
  const wrong = tryPin(holder, body['pin'] ?? '');
  if (wrong !== undefined) return wrong;
  holder.pin = body['newPin'] ?? '';
  return ok({});
}

function placeOrder(vendor: Vendor, _part: string, body: Body): Answer {
  const { orderId = '', staffNumber = '', statement = '', confirm, pin = '', callback } = body;
  const holder = holderOf(vendor, staffNumber);
  if (holder === undefined) return no(404, { code: 'USER_NOT_FOUND' });
  const before = vendor.orders.get(orderId);
  // One order number is one question to the doctor, until it ended without a signature.
  if (before?.state === 'signed' || before?.state === 'waiting') return orderAnswer(before);
  const wrong = confirm === 'pin' ? tryPin(holder, pin) : undefined;
  if (wrong !== undefined) return wrong;
  vendor.orders.set(orderId, { orderId, state: 'waiting', statement, holder, callback });
  if (confirm === 'pin') settle(vendor, orderId, 'signed');
  return orderAnswer(vendor.orders.get(orderId));
}

function revoke(vendor: Vendor, serial: string, body: Body): Answer {
  const holder = vendor.holders.find((each) => serialOf(each) === serial);
  if (holder === undefined) return no(404, { code: 'CERT_NOT_FOUND' });
  holder.revocation ??= { serial, at: new Date(vendor.now()).toISOString(), reason: body['reason'] ?? '' };
  return ok({});
}

function tryPin(holder: Holder, pin: string): Answer | undefined {
  if (holder.wrong >= TRIES) return no(423, { code: 'PIN_LOCKED', minutes: 30 });
  holder.wrong = pin === holder.pin ? 0 : holder.wrong + 1;
  if (holder.wrong === 0) return undefined;
  if (holder.wrong === TRIES) return no(423, { code: 'PIN_LOCKED', minutes: 30 });
  return no(403, { code: 'PIN_WRONG', left: TRIES - holder.wrong });
}

function signed(vendor: Vendor, order: Order, holder: Holder): Pick<Order, 'state' | 'value' | 'chain' | 'timestamp'> {
  const value = makeSignature(vendor.issuer.algorithm, holder.pair.privateKey, Buffer.from(order.statement, 'base64'));
  return { state: 'signed', value: toBase64Url(value), chain: [vendor.root], timestamp: tokenOver(value) };
}

function orderAnswer(order: Order | undefined): Answer {
  if (order === undefined) return no(404, { code: 'ORDER_NOT_FOUND' });
  const { orderId, state, statement, value, chain, timestamp } = order;
  return ok({ orderId, state, statement, value, chain, timestamp });
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function no(status: number, body: unknown): Answer {
  return { status, body };
}
