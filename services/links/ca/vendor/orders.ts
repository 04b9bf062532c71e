/** Ordering a signature, waiting for the doctor, and checking what came back before believing it. */
import { createHash } from 'node:crypto';
import { Failure, Refusal } from '../../../core/errors.ts';
import { canonicalText } from '../canonical.ts';
import { readCertificate } from '../certificates.ts';
import { assemble, signedBytes, statementSchema, type DetachedSignature, type Statement } from '../format.ts';
import type { Certificate, SigningRequest } from '../port.ts';
import { draftStatement } from '../statement.ts';
import { verifySignature } from '../verify.ts';
import { orderSchema, type Order } from './contract.ts';
import type { VendorCa } from './vendor-ca.ts';
import type { Watch } from './wakes.ts';

/** @throws Refusal when the doctor declines or does not confirm in time; Failure when the vendor is in trouble */
export async function orderSignature(ca: VendorCa, certificate: Certificate, request: SigningRequest): Promise<DetachedSignature> {
  const wanted = await statementFor(ca, certificate, request);
  const orderId = orderIdOf(request.key);
  const deadline = ca.now() + ca.waitMs;
  const watch = ca.wakes.watch(orderId);
  try {
    const placed = await placeOrder(ca, orderId, wanted, request);
    const done = await settled(ca, placed, { deadline, watch });
    return await finish(ca, done, wanted, request.document);
  } finally {
    watch.close();
  }
}

async function placeOrder(ca: VendorCa, orderId: string, statement: Statement, request: SigningRequest): Promise<Order> {
  return ca.call('POST', '/v1/sign-orders', orderSchema, {
    orderId,
    staffNumber: request.staffNumber,
    statement: Buffer.from(signedBytes(statement)).toString('base64'),
    title: request.act,
    confirm: ca.confirm,
    ...(ca.confirm === 'pin' ? { pin: request.pin } : {}),
    ...(ca.callbackUrl === undefined ? {} : { callback: ca.callbackUrl }),
  });
}

/** The vendor's order number: a key of ours may be longer than vendors take. */
export function orderIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

async function statementFor(ca: VendorCa, certificate: Certificate, request: SigningRequest): Promise<Statement> {
  const { name, algorithm } = readCertificate(certificate.pem);
  if (algorithm === undefined) throw new Failure('the vendor CA uses a kind of key we do not know', 'permanent', 'key-kind');
  const { staffNumber, document, act } = request;
  return draftStatement({ staffNumber, name, document, act, certificate: certificate.pem, algorithm, now: ca.now() });
}

/** Polling is the truth; a callback only ends a pause early. */
async function settled(ca: VendorCa, placed: Order, wait: { readonly deadline: number; readonly watch: Watch }): Promise<Order> {
  let order = placed;
  while (order.state === 'waiting') {
    if (ca.now() >= wait.deadline) throw new Refusal('signatures.not-confirmed');
    await wait.watch.pause(ca.pollMs);
    order = await ca.call('GET', `/v1/sign-orders/${order.orderId}`, orderSchema);
  }
  if (order.state === 'declined') throw new Refusal('signatures.declined');
  if (order.state === 'expired') throw new Refusal('signatures.not-confirmed');
  return order;
}

async function finish(ca: VendorCa, order: Order, wanted: Statement, document: unknown): Promise<DetachedSignature> {
  const { value, chain, timestamp } = order;
  const statement = readStatement(order.statement);
  if (value === undefined || chain === undefined) throw distrust('incomplete-order');
  // A repeated order answers with the statement of the first request: same signer, act and document, earlier time.
  if (bound(statement) !== bound(wanted)) throw distrust('order-of-another-document');
  const signature = assemble(statement, { value, chain, timestamp });
  const trust = { roots: ca.roots, revocations: [] };
  const { valid, reason } = await verifySignature(document, signature, trust, ca.now());
  if (!valid) throw distrust(reason);
  return signature;
}

function bound({ digest, act, signer, certificate }: Statement): string {
  return canonicalText({ digest, act, signer, certificate });
}

function readStatement(base64: string): Statement {
  try {
    return statementSchema.parse(JSON.parse(Buffer.from(base64, 'base64').toString('utf8')));
  } catch {
    throw distrust('unreadable-statement');
  }
}

function distrust(code: string): Failure {
  return new Failure('the vendor CA answered with a signature that does not hold', 'permanent', code);
}
