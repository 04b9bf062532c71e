import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { DOCUMENT, LI, PIN } from '../ca.contract.ts';
import { localTrial } from '../local/trial.ts';

const COMMAND = path.join(import.meta.dirname, 'verify.ts');

interface Files {
  readonly signed: string;
  readonly root: string;
  readonly trust: string;
  write(name: string, content: unknown): string;
}

async function files(t: ExecutionContext, algorithm: 'ecdsa' | 'sm2', revoked = false): Promise<Files> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-verify-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: unknown): string => {
    const at = path.join(folder, name);
    writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    return at;
  };
  const { ca, clock } = localTrial(algorithm);
  // The command judges by the real clock, so this must lie in the past for it.
  clock.now = Date.parse('2024-11-21T02:14:00.000Z');
  const { serial } = await ca.enrol(LI, PIN);
  const signature = await ca.sign({ key: 'k', staffNumber: LI.staffNumber, pin: PIN, document: DOCUMENT, act: '危急值处置' });
  clock.now += 86_400_000;
  if (revoked) await ca.revoke(serial, 'left');
  const trust = await ca.trust();
  return {
    signed: write('signed.json', { document: DOCUMENT, signature }),
    root: write('root.pem', trust.roots[0] ?? ''),
    trust: write('trust.json', trust),
    write,
  };
}

function run(...args: string[]): { readonly out: string; readonly exit: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
  return { out: stdout + stderr, exit: status };
}

for (const algorithm of ['ecdsa', 'sm2'] as const) {
  test(`${algorithm}: says who signed what, when, and that it holds`, async (t) => {
    const { signed, trust } = await files(t, algorithm);
    const { out, exit } = run(signed, '--trust', trust);
    t.is(exit, 0, out);
    for (const words of ['签名有效', '签名人：李医生（工号 D1001）', '签署事项：危急值处置', '签名时间：2024-11-21 10:14:00（北京时间）', '证书有效期 2024-11-21 至 2025-11-21']) {
      t.true(out.includes(words), `${words}\n${out}`);
    }
    t.false(out.includes('吊销'));
  });
}

test('a changed document: exit 1, and what the file claims is marked as claimed', async (t) => {
  const { signed, trust, write } = await files(t, 'ecdsa');
  const { signature } = JSON.parse(await import('node:fs').then((fs) => fs.readFileSync(signed, 'utf8')));
  const { out, exit } = run(write('changed.json', { document: { ...DOCUMENT, measures: [] }, signature }), '--trust', trust);
  t.is(exit, 1);
  t.true(out.includes('内容与签名时不一致') && out.includes('未经证实'));
});

test('a root alone: holds, with a word that revocation was not looked at', async (t) => {
  const { signed, root } = await files(t, 'ecdsa');
  const { out, exit } = run(signed, '--root', root);
  t.is(exit, 0);
  t.true(out.includes('没有检查证书是否被吊销过'));
});

test('no root: cannot be decided', async (t) => {
  const { signed } = await files(t, 'ecdsa');
  const { out, exit } = run(signed);
  t.is(exit, 2);
  t.true(out.includes('还不能确认'));
});

test('another root: does not hold', async (t) => {
  const { signed } = await files(t, 'ecdsa');
  const { root } = await files(t, 'ecdsa');
  t.is(run(signed, '--root', root).exit, 1);
});

test('revoked later: holds and says when and why', async (t) => {
  const { signed, trust } = await files(t, 'ecdsa', true);
  const { out, exit } = run(signed, '--trust', trust);
  t.is(exit, 0);
  t.true(out.includes('2024-11-22 10:14:00 被吊销（本人已离岗）'), out);
});

test('unusable input: exit 2 and a sentence', async (t) => {
  const { write, root } = await files(t, 'ecdsa');
  for (const args of [[], ['a', 'b'], ['--what'], ['no-such-file.json'], [write('x.json', 'not json')], [write('y.json', {})]]) {
    const { out, exit } = run(...args, '--root', root);
    t.is(exit, 2, out);
    t.regex(out, /[\u4e00-\u9fff]/);
    t.false(out.includes('at '), out);
  }
});
