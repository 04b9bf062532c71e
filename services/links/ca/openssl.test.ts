/** OpenSSL's command line as outside judge of certificates and signatures. Skipped, with a word, where it is absent. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { DOCUMENT, LI, PIN } from './ca.contract.ts';
import { signedBytes } from './format.ts';
import { localTrial, START } from './local/trial.ts';

const present = spawnSync('openssl', ['version'], { encoding: 'utf8' }).status === 0;
if (!present) test('openssl is not on this machine: its judgement is skipped', (t) => t.pass());
const outside = present ? test : test.skip;

/** The identity that GB/T 32918 signatures hash in; OpenSSL 3 takes none by itself. */
const SM2_ID = 'distid:1234567812345678';

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

for (const algorithm of ['ecdsa', 'rsa', 'sm2'] as const) {
  const sm2 = algorithm === 'sm2';

  outside(`${algorithm}: openssl verifies the chain, reads the certificate and checks the signature`, async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wardline-ca-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const file = (name: string, content: string | Uint8Array): string => {
      const at = path.join(folder, name);
      writeFileSync(at, content);
      return at;
    };

    const { ca } = localTrial(algorithm);
    const { pem, serial } = await ca.enrol(LI, PIN);
    const signature = await ca.sign({ key: 'k', staffNumber: LI.staffNumber, pin: PIN, document: DOCUMENT, act: '危急值处置' });
    const root = file('root.pem', (await ca.trust()).roots[0] ?? '');
    const leaf = file('leaf.pem', pem);

    const at = ['-attime', String(Math.floor(START / 1000) + 1)];
    const identity = sm2 ? ['-vfyopt', SM2_ID] : [];
    t.regex(openssl('verify', '-x509_strict', ...identity, ...at, '-CAfile', root, leaf), /OK/);
    t.regex(openssl('verify', '-x509_strict', ...identity, ...at, '-CAfile', root, root), /OK/);

    const read = openssl('x509', '-in', leaf, '-noout', '-serial', '-subject', '-ext', 'keyUsage,basicConstraints', '-nameopt', 'utf8,sep_comma_plus');
    t.regex(read, new RegExp(`serial=${serial}`, 'i'));
    t.true(read.includes('CN=李医生') && read.includes('serialNumber=D1001'));
    t.regex(read, /Digital Signature, Non Repudiation/);
    t.regex(read, /CA:FALSE/);

    const key = file('public.pem', openssl('x509', '-in', leaf, '-noout', '-pubkey'));
    const message = file('statement.json', signedBytes(signature));
    const value = file('value.der', Buffer.from(signature.value, 'base64url'));
    const judge = (data: string): number | null =>
      spawnSync('openssl', ['dgst', sm2 ? '-sm3' : '-sha256', ...(sm2 ? ['-sigopt', SM2_ID] : []), '-verify', key, '-signature', value, data]).status;
    t.is(judge(message), 0);
    t.not(judge(file('changed.json', `${Buffer.from(signedBytes(signature)).toString()} `)), 0);

    const canonical = file('document.json', '{"act":"dispose","at":"2026-11-21T02:14:00.000Z","criticalValue":"0199","measures":["复查","10%葡萄糖酸钙 10ml"]}');
    t.true(openssl('dgst', sm2 ? '-sm3' : '-sha256', canonical).trim().endsWith(signature.digest));
  });
}
