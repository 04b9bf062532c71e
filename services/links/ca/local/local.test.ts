import test from 'ava';
import { Fault, Refusal } from '../../../core/errors.ts';
import { DOCUMENT, holdsCaContract, LI, PIN } from '../ca.contract.ts';
import { verifySignature } from '../verify.ts';
import { localAuthority } from './index.ts';
import { localTrial } from './trial.ts';

for (const algorithm of ['ecdsa', 'rsa', 'sm2'] as const) {
  holdsCaContract(test, `local ${algorithm}`, async () => localTrial(algorithm));
}
holdsCaContract(test, 'local sm2 with SM4 wrapping', async () => localTrial('sm2', { keyWrap: 'sm4-gcm' }));

const request = { key: 'critical-values:0199:dispose', staffNumber: LI.staffNumber, pin: PIN, document: DOCUMENT, act: '危急值处置' };

test('as hospitals have it, each guess costs 64 MiB and three passes; keys of another cost go on signing', async (t) => {
  const { ca, settings, store } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  const { pinCost: _cheap, ...real } = settings;
  const product = localAuthority(real);
  t.true((await product.verify(DOCUMENT, await product.sign(request))).valid);
  await product.changePin(LI.staffNumber, PIN, '605172');
  const [key] = await store.keys(LI.staffNumber);
  t.like(key?.wrapped, { kdf: 'argon2id', memoryKiB: 65_536, passes: 3, lanes: 1 });
  t.true((await ca.verify(DOCUMENT, await ca.sign({ ...request, pin: '605172' }))).valid);
});

test('RSA-3072 by setting', async (t) => {
  const { ca } = localTrial('rsa', { kind: 'rsa' });
  await ca.enrol(LI, PIN);
  const signature = await ca.sign(request);
  t.is(Buffer.from(signature.value, 'base64url').length, 384);
  t.true((await ca.verify(DOCUMENT, signature)).valid);
});

test('the lock ends after half an hour and the count begins anew', async (t) => {
  const { ca, clock } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  const wrong = { ...request, pin: '000001' };
  for (const _ of [1, 2, 3, 4]) await t.throwsAsync(ca.sign(wrong), { message: 'signatures.wrong-pin' });
  await t.throwsAsync(ca.sign(wrong), { message: 'signatures.pin-locked' });
  clock.now += 29 * 60_000;
  const early = await t.throwsAsync(ca.sign(request), { instanceOf: Refusal, message: 'signatures.pin-locked' });
  t.is(early?.facts['minutes'], 1);
  clock.now += 60_000;
  const again = await t.throwsAsync(ca.sign(wrong), { instanceOf: Refusal, message: 'signatures.wrong-pin' });
  t.is(again?.facts['left'], 4);
  t.true((await ca.verify(DOCUMENT, await ca.sign(request))).valid);
});

test('fifty wrong PINs at once are five tries', async (t) => {
  const { ca, store } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  const tries = Array.from({ length: 50 }, (_, n) => ca.sign({ ...request, pin: `00000${n}` }).catch((error: unknown) => error));
  const codes = (await Promise.all(tries)).map((error) => (error instanceof Refusal ? error.code : 'signed'));
  t.is(codes.filter((code) => code === 'signatures.wrong-pin').length, 4);
  t.is(codes.filter((code) => code === 'signatures.pin-locked').length, 46);
  t.is((await store.pinGuard(LI.staffNumber)).wrong, 5);
});

test('a second process that counts on its own cannot outrun the counter', async (t) => {
  const { ca, store } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  // Five tries of other processes are under way and not yet judged.
  for (const _ of [1, 2, 3, 4, 5]) await store.countTry(LI.staffNumber);
  await t.throwsAsync(ca.sign(request), { message: 'signatures.pin-locked' });
});

test('two first uses at once agree on one root', async (t) => {
  const { settings, store } = localTrial('ecdsa');
  const others = [localAuthority(settings), localAuthority(settings), localAuthority(settings)];
  await Promise.all(others.map((ca, n) => ca.enrol({ ...LI, staffNumber: `D200${n}` }, PIN)));
  t.is((await store.roots()).length, 1);
  for (const [n, ca] of others.entries()) {
    const signature = await ca.sign({ ...request, staffNumber: `D200${n}` });
    t.true((await ca.verify(DOCUMENT, signature)).valid);
  }
});

test('a change of algorithm keeps old keys signing and old signatures holding', async (t) => {
  const { ca, settings } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  const before = await ca.sign(request);
  const later = localAuthority({ ...settings, kind: 'sm2' });
  const wang = { staffNumber: 'D1002', name: '王主任', department: '心内科一病区' };
  await later.enrol(wang, PIN);
  t.is((await later.sign({ ...request, staffNumber: 'D1002' })).algorithm, 'sm2-sm3');
  t.is((await later.sign(request)).algorithm, 'ecdsa-p256-sha256');
  t.true((await later.verify(DOCUMENT, before)).valid);
  t.is((await later.trust()).roots.length, 2);
});

test('an expired certificate signs no more, its signatures hold on', async (t) => {
  const { ca, clock } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  const signature = await ca.sign(request);
  clock.now += 366 * 86_400_000;
  await t.throwsAsync(ca.sign(request), { message: 'signatures.certificate-ended' });
  t.true((await ca.verify(DOCUMENT, signature)).valid);
  t.is((await ca.certificates(LI.staffNumber))[0]?.state, 'expired');
  await ca.enrol(LI, PIN);
  t.true((await ca.verify(DOCUMENT, await ca.sign(request))).valid);
});

test('what is stored opens neither without the seal key nor in another row', async (t) => {
  const { ca, settings, store } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  const stranger = localAuthority({ ...settings, sealKey: Buffer.alloc(32, 8) });
  await t.throwsAsync(stranger.sign(request), { message: 'signatures.wrong-pin' });
  t.like((await stranger.checkUp())[0], { ok: false });

  const [key] = await store.keys(LI.staffNumber);
  if (key === undefined) return t.fail('no key');
  await store.addKey({ ...key, serial: '4f', staffNumber: 'D1002' });
  await t.throwsAsync(ca.sign({ ...request, staffNumber: 'D1002' }), { message: 'signatures.wrong-pin' });
  t.false(JSON.stringify([key, await store.roots()]).includes('PRIVATE KEY'));
});

test('two changes of a PIN at once: one wins', async (t) => {
  const { ca, settings } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  const other = localAuthority(settings);
  const changes = await Promise.allSettled([ca.changePin('D1001', PIN, '730184'), other.changePin('D1001', PIN, '591736')]);
  t.is(changes.filter((change) => change.status === 'fulfilled').length, 1);
});

test('names with quotes, commas, a leading # and rare characters survive', async (t) => {
  const { ca } = localTrial('sm2');
  const odd = { staffNumber: 'D-007', name: '#𠮷田, "Ω" =+<欧阳>', department: '' };
  t.is((await ca.enrol(odd, PIN)).name, odd.name);
  t.true((await ca.verify(DOCUMENT, await ca.sign({ ...request, staffNumber: 'D-007' }))).valid);
});

test('a document that is not JSON is a fault of ours and costs no try', async (t) => {
  const { ca, store } = localTrial('ecdsa');
  await ca.enrol(LI, PIN);
  await t.throwsAsync(ca.sign({ ...request, document: new Map([['a', 1]]) }), { message: /not-json/ });
  t.is((await store.pinGuard(LI.staffNumber)).wrong, 0);
});

test('a seal key of the wrong length does not start', (t) => {
  const { settings } = localTrial('ecdsa');
  t.throws(() => localAuthority({ ...settings, sealKey: Buffer.alloc(16) }), { instanceOf: Fault });
});

for (const pin of ['12345', '123456', '987654', '555555', 'aaaaaaa', 'xD1001x', 'x'.repeat(33)]) {
  test(`PIN refused: ${pin}`, async (t) => {
    const { ca } = localTrial('ecdsa');
    await t.throwsAsync(ca.enrol(LI, pin), { instanceOf: Refusal, message: 'signatures.weak-pin' });
  });
}

test('the root is judged by what was handed out, not by what the signature brings', async (t) => {
  const mine = localTrial('ecdsa');
  const forger = localTrial('ecdsa', { sealKey: Buffer.alloc(32, 9) });
  await forger.ca.enrol(LI, PIN);
  const forged = await forger.ca.sign(request);
  await mine.ca.enrol(LI, PIN);
  t.is((await mine.ca.verify(DOCUMENT, forged)).reason, 'issuer-not-trusted');
  const none = await verifySignature(DOCUMENT, forged, { roots: [], revocations: [] }, mine.clock.now);
  t.is(none.reason, 'issuer-not-trusted');
});
