import test from 'ava';
import { type AnswerTrouble, type SharedKey, type SignedAnswer, answerTrouble, signAnswer } from './signing.ts';

const created = new Date('2026-11-21T02:20:00Z');
const key: SharedKey = { id: 'wardline', algorithm: 'hmac-sha256', secret: Buffer.alloc(32, 7) };
const answer: SignedAnswer = { status: 200, body: Buffer.from('{"state":"refused"}'), requestSignature: 'sig1=:AAAA:' };

/** What is not as it was signed, and what is said of it. */
const cases: readonly (readonly [string, SharedKey, SignedAnswer, AnswerTrouble | undefined])[] = [
  ['nothing', key, answer, undefined],
  ['the body', key, { ...answer, body: Buffer.from('{"state":"accepted"}') }, 'wrong-digest'],
  ['the status', key, { ...answer, status: 202 }, 'wrong-signature'],
  ['the request it answers', key, { ...answer, requestSignature: 'sig1=:BBBB:' }, 'wrong-signature'],
  ['the secret', { ...key, secret: Buffer.alloc(32) }, answer, 'wrong-signature'],
  ['the key’s name', { ...key, id: 'other' }, answer, 'unsigned'],
  ['the algorithm', { ...key, algorithm: 'hmac-sm3' }, answer, 'unsigned'],
];

for (const [what, expects, got, trouble] of cases) {
  test(`another: ${what}`, (t) => t.is(answerTrouble(expects, got, new Headers(signAnswer(key, answer, created))), trouble));
}

test('SM3 signs the same way; no header at all is unsigned', (t) => {
  const sm: SharedKey = { ...key, algorithm: 'hmac-sm3' };
  t.is(answerTrouble(sm, answer, new Headers(signAnswer(sm, answer, created))), undefined);
  t.is(answerTrouble(key, answer, new Headers()), 'unsigned');
});
