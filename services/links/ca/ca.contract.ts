/** What every certificate authority behind the port must do, whoever it is. Run against the local CA and the vendor adapter. */
import type { ExecutionContext, TestFn } from 'ava';
import { Refusal } from '../../core/errors.ts';
import type { CertificateAuthority, DetachedSignature } from './port.ts';
import { verifySignature } from './verify.ts';

export interface Trial {
  readonly ca: CertificateAuthority;
  readonly clock: { now: number };
  stop(): Promise<void>;
}

export const LI = { staffNumber: 'D1001', name: '李医生', department: '心内科一病区' };
export const PIN = '483920';
export const DOCUMENT = { act: 'dispose', criticalValue: '0199', measures: ['复查', '10%葡萄糖酸钙 10ml'], at: '2026-11-21T02:14:00.000Z' };

export function holdsCaContract(test: TestFn, name: string, open: () => Promise<Trial>): void {
  const each = (title: string, body: (t: ExecutionContext, trial: Trial) => Promise<void>): void => {
    test(`${name}: ${title}`, async (t) => {
      const trial = await open();
      t.teardown(() => trial.stop());
      await body(t, trial);
    });
  };

  each('a person enrols, signs, and anybody with the roots can verify', async (t, trial) => {
    const certificate = await trial.ca.enrol(LI, PIN);
    t.is(certificate.name, LI.name);
    t.is(certificate.state, 'valid');
    const signature = await sign(trial);
    const held = await trial.ca.verify(DOCUMENT, signature);
    t.like(held, { valid: true, reason: 'holds', signer: { staffNumber: 'D1001', name: '李医生' }, act: '危急值处置' });
    t.is(held.serial, certificate.serial);
    t.is(held.signedAt, new Date(trial.clock.now).toISOString());
    const elsewhere = await verifySignature(DOCUMENT, JSON.parse(JSON.stringify(signature)), await trial.ca.trust(), trial.clock.now);
    t.true(elsewhere.valid);
  });

  each('a changed document does not hold', async (t, trial) => {
    await trial.ca.enrol(LI, PIN);
    const signature = await sign(trial);
    t.is((await trial.ca.verify({ ...DOCUMENT, measures: [] }, signature)).reason, 'document-changed');
  });

  each('nobody signs without a certificate', async (t, trial) => {
    await t.throwsAsync(sign(trial), { instanceOf: Refusal, message: 'signatures.not-enrolled' });
  });

  each('nobody enrols twice', async (t, trial) => {
    await trial.ca.enrol(LI, PIN);
    await t.throwsAsync(trial.ca.enrol(LI, PIN), { instanceOf: Refusal, message: 'signatures.already-enrolled' });
  });

  each('a trivial PIN is refused', async (t, trial) => {
    await t.throwsAsync(trial.ca.enrol(LI, '111111'), { instanceOf: Refusal, message: 'signatures.weak-pin' });
  });

  each('a wrong PIN is refused with the tries left, the fifth locks even the right one', async (t, trial) => {
    await trial.ca.enrol(LI, PIN);
    for (const left of [4, 3, 2, 1]) {
      const wrong = { instanceOf: Refusal, message: 'signatures.wrong-pin' };
      const error = await t.throwsAsync(sign(trial, '000001', `try:${left}:wrong`), wrong);
      t.is(error?.facts['left'], left);
    }
    await t.throwsAsync(sign(trial, '000001'), { instanceOf: Refusal, message: 'signatures.pin-locked' });
    await t.throwsAsync(sign(trial, PIN), { instanceOf: Refusal, message: 'signatures.pin-locked' });
  });

  each('a right PIN forgets the wrong ones before it', async (t, trial) => {
    await trial.ca.enrol(LI, PIN);
    for (const round of [1, 2, 3]) {
      await t.throwsAsync(sign(trial, '000001', `round:${round}:wrong`), { message: 'signatures.wrong-pin' });
      await t.throwsAsync(sign(trial, '000002', `round:${round}:wrong`), { message: 'signatures.wrong-pin' });
      t.is((await sign(trial, PIN, `round:${round}:right`)).format, 'wardline-signature/1');
    }
  });

  each('a changed PIN replaces the old one', async (t, trial) => {
    await trial.ca.enrol(LI, PIN);
    await t.throwsAsync(trial.ca.changePin(LI.staffNumber, '000001', '730184'), { message: 'signatures.wrong-pin' });
    await trial.ca.changePin(LI.staffNumber, PIN, '730184');
    await t.throwsAsync(sign(trial, PIN), { message: 'signatures.wrong-pin' });
    t.true((await trial.ca.verify(DOCUMENT, await sign(trial, '730184'))).valid);
  });

  each('revoked: what was signed before holds and says so, nothing is signed after', async (t, trial) => {
    const { serial } = await trial.ca.enrol(LI, PIN);
    const signature = await sign(trial);
    trial.clock.now += 1000;
    await trial.ca.revoke(serial, 'left');
    await trial.ca.revoke(serial, 'superseded');
    trial.clock.now += 1000;
    const held = await trial.ca.verify(DOCUMENT, signature);
    t.true(held.valid);
    t.is(held.revokedLater?.reason, 'left');
    const [certificate] = await trial.ca.certificates(LI.staffNumber);
    t.is(certificate?.state, 'revoked');
    await t.throwsAsync(sign(trial, PIN, 'critical-values:0200:dispose'), { instanceOf: Refusal });
  });

  each('after revocation a new certificate can be had, and both stay listed', async (t, trial) => {
    const { serial } = await trial.ca.enrol(LI, PIN);
    const first = await sign(trial);
    trial.clock.now += 1000;
    await trial.ca.revoke(serial, 'pin-lost');
    trial.clock.now += 1000;
    await trial.ca.enrol(LI, '730184');
    t.deepEqual((await trial.ca.certificates(LI.staffNumber)).map((one) => one.state), ['valid', 'revoked']);
    t.true((await trial.ca.verify(DOCUMENT, await sign(trial, '730184', 'other:1:dispose'))).valid);
    t.true((await trial.ca.verify(DOCUMENT, first)).valid);
  });

  each('an unknown certificate cannot be revoked', async (t, trial) => {
    await t.throwsAsync(trial.ca.revoke('4abc', 'left'), { message: 'signatures.no-such-certificate' });
  });

  each('rubbish is judged, not thrown at', async (t, trial) => {
    for (const rubbish of [null, 7, 'x', {}, [], { format: 'wardline-signature/1' }]) {
      t.like(await trial.ca.verify(DOCUMENT, rubbish), { valid: false, reason: 'unreadable' });
    }
  });

  each('the check-up finds nothing wrong', async (t, trial) => {
    const findings = await trial.ca.checkUp();
    t.true(findings.length > 0);
    t.deepEqual(findings.filter((one) => !one.ok), []);
  });
}

function sign({ ca }: Trial, pin = PIN, key = 'critical-values:0199:dispose'): Promise<DetachedSignature> {
  return ca.sign({ key, staffNumber: LI.staffNumber, pin, document: DOCUMENT, act: '危急值处置' });
}
