/** Papers are sealed so that programs that are not ours say the same: qpdf, OpenSSL, pdfsig. */
import test from 'ava';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PaperAsked, createPapers } from './index.ts';

const at = new Date('2026-11-20T06:00:00Z');
const asked: PaperAsked = {
  fileName: '危急值处置单', title: '危急值处置单', facts: ['姓名：张建国', '住院号：ZY26110001'], takenBy: '李静 1001 2026-11-20 14:00', at,
  pieces: [{ kind: 'heading', text: '处置' }, { kind: 'text', text: '已予葡萄糖酸钙静推，复查血钾。' }],
};

async function folder(t: { teardown: (end: () => Promise<void>) => void }): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'papers-'));
  t.teardown(() => rm(place, { recursive: true }));
  return place;
}

const open = (dataDir: string, settings = {}, now = at, trouble: (error: unknown) => void = () => undefined) => createPapers(settings, { dataDir, hospital: '青禾市第一人民医院', now: () => now, trouble });

/** `undefined` where the machine has no such program. */
function run(program: string, ...words: string[]): SpawnSyncReturns<string> | undefined {
  const done = spawnSync(program, words, { encoding: 'utf8' });
  return done.error === undefined ? done : undefined;
}

/** What is under the signature, and the signature: by the file's own ByteRange. */
function parts(pdf: Buffer): { readonly covered: Buffer; readonly cms: Buffer; readonly all: boolean } {
  const [, ...numbers] = /\/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]/.exec(pdf.toString('latin1')) ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = numbers.map(Number);
  const hex = pdf.subarray(b + 1, c - 1).toString('latin1').replace(/(00)+$/, '');
  return { covered: Buffer.concat([pdf.subarray(a, a + b), pdf.subarray(c, c + d)]), cms: Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex'), all: a === 0 && c + d === pdf.length };
}

test('with a certificate of its own: made once, whole under the signature, OpenSSL and pdfsig agree, one changed byte and they do not', async (t) => {
  const place = await folder(t);
  const { base64, name, type } = await open(place).make(asked);
  t.deepEqual([name, type], ['危急值处置单.pdf', 'application/pdf']);
  t.is((await stat(join(place, 'keys/papers.pem'))).mode & 0o777, 0o600);
  const pem = await readFile(join(place, 'keys/papers.pem'), 'utf8');
  await open(place).make(asked);
  t.is(await readFile(join(place, 'keys/papers.pem'), 'utf8'), pem, 'the next process uses the same');

  const pdf = Buffer.from(base64, 'base64');
  const { covered, cms, all } = parts(pdf);
  t.true(all, 'nothing stands outside');
  t.regex(pdf.toString('latin1'), /ETSI\.CAdES\.detached/);
  t.true(cms.includes(createHash('sha256').update(covered).digest()));
  const write = async (file: string, bytes: Uint8Array): Promise<string> => {
    await writeFile(join(place, file), bytes);
    return join(place, file);
  };
  const sound = await write('sound.pdf', pdf);
  const [cmsFile, coveredFile] = [await write('sound.der', cms), await write('covered', covered)];
  const verify = (content: string) => run('openssl', 'cms', '-verify', '-inform', 'DER', '-in', cmsFile, '-content', content, '-binary', '-CAfile', join(place, 'keys/papers.pem'), '-purpose', 'any', '-attime', String(at.getTime() / 1000 + 60), '-out', '/dev/null');
  const changed = Buffer.from(covered);
  changed[400] = changed[400]! ^ 1;
  const changedFile = await write('changed', changed);
  const judged = [verify(coveredFile)?.status ?? 0, verify(changedFile)?.status ?? 4];
  t.deepEqual(judged, [0, 4], verify(coveredFile)?.stderr ?? '');
  const checked = run('qpdf', '--check', sound);
  t.is(checked?.status ?? 0, 0, checked?.stderr ?? '');
  const signed = run('pdfsig', '-nocert', sound);
  t.regex(signed?.stdout ?? 'Signature is Valid. ETSI.CAdES.detached', /Signature is Valid\.|ETSI\.CAdES\.detached/);
  t.notRegex(signed?.stdout ?? '', /Digest Mismatch|Signature is Invalid/);
  const text = run('pdftotext', sound, '-');
  t.true((text?.stdout ?? '已予葡萄糖酸钙静推，复查血钾。').includes('已予葡萄糖酸钙静推，复查血钾。'));
  t.true((text?.stdout ?? '李静 1001').includes('李静 1001'), 'who took it stands on the page');
});

test('with the hospital’s own certificate: RSA, a chain, a key with a password', async (t) => {
  const place = await folder(t);
  if (run('openssl', 'version') === undefined) return void t.log('no OpenSSL on this machine: no certificate could be made');
  const file = (name: string): string => join(place, name);
  const openssl = (...words: string[]) => t.is(run('openssl', ...words)?.status, 0, words.join(' '));
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('root.key'), '-out', file('root.pem'), '-days', '3650', '-subj', '/O=CA/CN=Root');
  openssl('req', '-newkey', 'rsa:2048', '-passout', 'pass:secret', '-keyout', file('own.key'), '-out', file('own.csr'), '-subj', '/O=Hospital/CN=Hospital Seal');
  openssl('x509', '-req', '-in', file('own.csr'), '-CA', file('root.pem'), '-CAkey', file('root.key'), '-CAcreateserial', '-days', '3650', '-out', file('own.pem'));
  await writeFile(file('chain.pem'), (await readFile(file('own.pem'), 'utf8')) + (await readFile(file('root.pem'), 'utf8')));
  const settings = { certificateFile: file('chain.pem'), keyFile: file('own.key'), keyPassword: 'secret' };
  const now = new Date();
  const { base64 } = await open(place, settings, now).make({ ...asked, at: now });
  const { covered, cms } = parts(Buffer.from(base64, 'base64'));
  await writeFile(file('cms'), cms);
  await writeFile(file('covered'), covered);
  t.is(run('openssl', 'cms', '-verify', '-inform', 'DER', '-in', file('cms'), '-content', file('covered'), '-binary', '-CAfile', file('root.pem'), '-purpose', 'any', '-out', '/dev/null')?.status, 0);

  const troubles: unknown[] = [];
  await t.throwsAsync(open(place, { ...settings, keyPassword: 'wrong' }, now, (error) => troubles.push(error)).make({ ...asked, at: now }), { message: 'papers.unusable' });
  t.is(troubles.length, 1);
  await t.throwsAsync(open(place, settings, now).make({ ...asked, at: new Date(now.getTime() + 4000 * 86_400_000) }), { message: 'papers.expired' });
});

test('a certificate without its key is no certificate; what is not there is said, and read again when it is put right', async (t) => {
  const place = await folder(t);
  await t.throwsAsync(open(place, { certificateFile: join(place, 'x.pem') }).make(asked), { message: 'papers.unusable' });
  await mkdir(join(place, 'keys'));
  await writeFile(join(place, 'keys/papers.pem'), generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const papers = open(place);
  await t.throwsAsync(papers.make(asked), { message: 'papers.unusable' });
  await rm(join(place, 'keys/papers.pem'));
  t.is((await papers.make(asked)).type, 'application/pdf');
});
