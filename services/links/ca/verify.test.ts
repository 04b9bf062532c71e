import test from 'ava';
import { DOCUMENT, LI, PIN } from './ca.contract.ts';
import type { DetachedSignature } from './format.ts';
import { localTrial } from './local/trial.ts';
import type { Trust } from './port.ts';
import { verifySignature } from './verify.ts';

const ALGORITHMS = ['ecdsa', 'rsa', 'sm2'] as const;
const request = { key: 'k', staffNumber: LI.staffNumber, pin: PIN, document: DOCUMENT, act: '危急值处置' };

interface Case {
  readonly signature: DetachedSignature;
  /** The same act signed again, by the same person. */
  readonly again: DetachedSignature;
  /** By a colleague under the same root. */
  readonly colleague: DetachedSignature;
  readonly trust: Trust;
  readonly now: number;
  readonly serial: string;
}

async function signedCase(algorithm: 'ecdsa' | 'rsa' | 'sm2'): Promise<Case> {
  const { ca, clock } = localTrial(algorithm);
  const { serial } = await ca.enrol(LI, PIN);
  await ca.enrol({ staffNumber: 'D1002', name: '王主任', department: '心内科一病区' }, PIN);
  const signature = await ca.sign(request);
  clock.now += 60_000;
  const again = await ca.sign(request);
  const colleague = await ca.sign({ ...request, staffNumber: 'D1002' });
  return { signature, again, colleague, trust: await ca.trust(), now: clock.now, serial };
}

for (const algorithm of ALGORITHMS) {
  test(`${algorithm}: every field, exchanged or changed, breaks the signature`, async (t) => {
    const { signature, again, colleague, trust, now } = await signedCase(algorithm);
    t.true((await verifySignature(DOCUMENT, signature, trust, now)).valid);
    const forged: Partial<Record<keyof DetachedSignature, readonly unknown[]>> = {
      format: ['wardline-signature/2', ''],
      algorithm: ['ecdsa-p256-sha256', 'rsa-pkcs1-sha256', 'sm2-sm3', 'none'].filter((other) => other !== signature.algorithm),
      digestAlgorithm: [signature.digestAlgorithm === 'sm3' ? 'sha256' : 'sm3', 'md5'],
      digest: ['0'.repeat(64), signature.digest.toUpperCase()],
      certificate: [colleague.certificate, `${signature.certificate}\n`, signature.chain[0], ''],
      signedAt: [again.signedAt, '2026-11-21T02:14:00.124Z', '2026-11-21', now],
      signer: [colleague.signer, { ...signature.signer, name: '李医师' }, { ...signature.signer, staffNumber: 'D1002' }, { ...signature.signer, role: 'x' }],
      act: ['手术审批', '', `${signature.act} `],
      nonce: [again.nonce, ''],
      value: [again.value, colleague.value, `${signature.value}A`, `${signature.value}=`, signature.value.slice(0, -1), ''],
      chain: [[], [signature.certificate], [...signature.chain, ...signature.chain], [`${signature.chain[0]}\n`]],
    };
    const fields = Object.keys(signature).toSorted();
    t.deepEqual(Object.keys(forged).toSorted(), fields, 'every field of a signature is tried');
    for (const [field, values] of Object.entries(forged)) {
      for (const [n, value] of values.entries()) {
        const verdict = await verifySignature(DOCUMENT, { ...signature, [field]: value }, trust, now);
        t.false(verdict.valid, `${field}, number ${n}`);
      }
      const { [field]: _gone, ...rest } = signature as Record<string, unknown>;
      t.false((await verifySignature(DOCUMENT, rest, trust, now)).valid, `without ${field}`);
    }
    t.false((await verifySignature(DOCUMENT, { ...signature, extra: 1 }, trust, now)).valid, 'a field more');
  });

  test(`${algorithm}: every changed letter of every text breaks the signature`, async (t) => {
    const { signature, trust, now } = await signedCase(algorithm);
    const text = JSON.stringify(signature);
    // A prime step walks over all parts of the text without trying each of its 3,000 letters.
    for (let at = 1; at < text.length; at += 37) {
      const letter = text[at] === 'a' ? 'b' : 'a';
      const changed = parse(text.slice(0, at) + letter + text.slice(at + 1));
      if (changed === undefined) continue;
      t.false((await verifySignature(DOCUMENT, changed, trust, now)).valid, `letter ${at}`);
    }
  });

  test(`${algorithm}: the order of keys, in document and signature, does not matter`, async (t) => {
    const { signature, trust, now } = await signedCase(algorithm);
    const backwards = Object.fromEntries(Object.entries(DOCUMENT).toReversed());
    const turned = Object.fromEntries(Object.entries(signature).toReversed());
    t.not(JSON.stringify(backwards), JSON.stringify(DOCUMENT));
    t.true((await verifySignature(backwards, turned, trust, now)).valid);
  });
}

test('revoked before signing: does not hold; revoked after: holds and says so; the same instant counts as before', async (t) => {
  const { signature, trust, now, serial } = await signedCase('ecdsa');
  const at = (ms: number): Trust => ({
    ...trust,
    revocations: [{ serial, at: new Date(Date.parse(signature.signedAt) + ms).toISOString(), reason: 'key-compromised' }],
  });
  t.is((await verifySignature(DOCUMENT, signature, at(-1), now)).reason, 'certificate-revoked-before');
  t.is((await verifySignature(DOCUMENT, signature, at(0), now)).reason, 'certificate-revoked-before');
  const later = await verifySignature(DOCUMENT, signature, at(1), now);
  t.true(later.valid);
  t.is(later.revokedLater?.reason, 'key-compromised');
});

test('a signature from the future does not hold, a clock five minutes off does', async (t) => {
  const { signature, trust } = await signedCase('ecdsa');
  const signedAt = Date.parse(signature.signedAt);
  t.is((await verifySignature(DOCUMENT, signature, trust, signedAt - 5 * 60_000 - 1)).reason, 'signed-in-the-future');
  t.true((await verifySignature(DOCUMENT, signature, trust, signedAt - 5 * 60_000)).valid);
});

test('what it claims is told even when it does not hold, nothing when it cannot be read', async (t) => {
  const { signature, trust, now } = await signedCase('ecdsa');
  t.like(await verifySignature({}, signature, trust, now), { valid: false, reason: 'document-changed', signer: signature.signer });
  t.deepEqual(await verifySignature(DOCUMENT, { ...signature, certificate: 'x' }, trust, now), { valid: false, reason: 'unreadable' });
});

test('a person is no authority: a certificate issued with a personal key is worth nothing', async (t) => {
  const { signature, colleague, trust, now } = await signedCase('ecdsa');
  const chain = [colleague.certificate, ...signature.chain];
  t.is((await verifySignature(DOCUMENT, { ...signature, chain }, trust, now)).reason, 'chain-broken');
});

test('a root that is trusted but did not issue it does not help', async (t) => {
  const { signature, now } = await signedCase('ecdsa');
  const other = await signedCase('ecdsa');
  t.is((await verifySignature(DOCUMENT, signature, other.trust, now)).reason, 'issuer-not-trusted');
  const swapped = { ...signature, chain: other.signature.chain };
  t.is((await verifySignature(DOCUMENT, swapped, other.trust, now)).reason, 'chain-broken');
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
