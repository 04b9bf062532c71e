/** A recording is what its bytes say, within a minute and its size; a disposal holds it and does not live by it. */
import test from 'ava';
import { Refusal } from '../../core/errors.ts';
import { mostVoiceBytes } from './model.ts';
import { defaultProcess } from './model.process.ts';
import { disposalWords } from './phrases.ts';
import { at, li, opened, tell } from './rules.fixtures.ts';
import { acknowledge, dispose, voiceTypeOf } from './rules.ts';

const sound = (...head: (number | string)[]): Uint8Array => {
  const bytes = Buffer.concat([...head.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))), Buffer.alloc(200)]);
  return new Uint8Array(bytes);
};

for (const [name, bytes, type] of [
  ['webm', sound(0x1a, 0x45, 0xdf, 0xa3), 'audio/webm'],
  ['m4a', sound(0, 0, 0, 0x18, 'ftypM4A '), 'audio/mp4'],
  ['ogg', sound('OggS'), 'audio/ogg'],
  ['wav', sound('RIFF', 0, 0, 0, 0, 'WAVEfmt '), 'audio/wav'],
  ['amr', sound('#!AMR\n'), 'audio/amr'],
  ['aac', sound(0xff, 0xf1, 0x50), 'audio/aac'],
  ['mp3 with a tag', sound('ID3', 3), 'audio/mpeg'],
  ['mp3 without', sound(0xff, 0xfb, 0x90), 'audio/mpeg'],
] as const) {
  test(`voice: ${name} → ${type}`, (t) => t.is(voiceTypeOf(bytes, 20), type));
}

for (const [name, bytes, seconds, code] of [
  ['a page', sound('<!DOCTYPE html><script>'), 5, 'voice-type'],
  ['a program', sound('MZ'), 5, 'voice-type'],
  ['a picture of JPEG, which begins with FF too', sound(0xff, 0xd8, 0xff), 5, 'voice-type'],
  ['a picture in a RIFF', sound('RIFF', 0, 0, 0, 0, 'WEBPVP8 '), 5, 'voice-type'],
  ['a PDF', sound('%PDF-1.7'), 5, 'voice-type'],
  ['nothing', new Uint8Array(0), 5, 'voice-type'],
  ['a head and no sound', new Uint8Array([0x1a, 0x45, 0xdf, 0xa3]), 5, 'voice-type'],
  ['a minute and two seconds', sound('OggS'), 62, 'voice-too-long'],
  ['too large', new Uint8Array(mostVoiceBytes + 1), 5, 'voice-too-large'],
] as const) {
  test(`voice refused: ${name} → ${code}`, (t) => t.is(t.throws(() => voiceTypeOf(bytes, seconds), { instanceOf: Refusal }).code, `critical-values.${code}`));
}

test('a disposal holds it, its words say so, and a recording alone is no disposal', (t) => {
  const acked = acknowledge(tell(opened(), '02:14', [li]), li, at('02:16')).value;
  const voice = { id: 'v', at: at('02:24'), seconds: 22.6, mediaType: 'audio/webm', digest: 'ab' };
  const { disposal } = dispose(acked, { by: li, choices: ['order-given'], note: '', actionAt: at('02:25'), voice }, defaultProcess, at('02:26')).value;
  t.deepEqual(disposal?.voice, voice);
  t.is(disposal === null ? '' : disposalWords(disposal), '已下医嘱处理；附语音 23 秒');
  t.is(t.throws(() => dispose(acked, { by: li, choices: [], note: ' ', actionAt: at('02:25'), voice }, defaultProcess, at('02:26')), { instanceOf: Refusal }).code, 'critical-values.disposal-empty');
});
