import test from 'ava';
import * as fc from 'fast-check';
import { Deframer, frame, type Frame } from './frame.ts';

function feed(pieces: readonly Buffer[], maxBytes = 1000): { frames: Frame[]; deframer: Deframer } {
  const deframer = new Deframer(maxBytes);
  return { frames: pieces.flatMap((piece) => [...deframer.push(piece)]), deframer };
}

const texts = (frames: readonly Frame[]): string[] => frames.map(({ kind, bytes }) => `${kind}:${bytes.toString('latin1')}`);

const ROWS: readonly (readonly [name: string, pieces: readonly string[], out: readonly string[], junk: number, truncated: number])[] = [
  ['one', ['\x0ba\x1c\r'], ['message:a'], 0, 0],
  ['several in one piece', ['\x0ba\x1c\r\x0bb\x1c\r\x0bc\x1c\r'], ['message:a', 'message:b', 'message:c'], 0, 0],
  ['one in many pieces', ['\x0b', 'a', 'b', '\x1c', '\r'], ['message:ab'], 0, 0],
  ['without the last CR', ['\x0ba\x1c\x0bb\x1c'], ['message:a', 'message:b'], 0, 0],
  ['with LF after it', ['\x0ba\x1c\r\n\x0bb\x1c\r\n'], ['message:a', 'message:b'], 0, 0],
  ['junk between', ['xx\x0ba\x1c\ryyy\x0bb\x1c\r'], ['message:a', 'message:b'], 5, 0],
  ['not MLLP at all', ['GET / HTTP/1.1\r\n\r\n'], [], 14, 0],
  ['begun again', ['\x0bdead', '\x0balive\x1c\r'], ['message:alive'], 0, 1],
  ['empty', ['\x0b\x1c\r'], ['message:'], 0, 0],
];

for (const [name, pieces, out, junk, truncated] of ROWS) {
  test(`frame: ${name}`, (t) => {
    const { frames, deframer } = feed(pieces.map((piece) => Buffer.from(piece, 'latin1')));
    t.deepEqual(texts(frames), out);
    t.is(deframer.junk, junk);
    t.is(deframer.truncated, truncated);
    t.false(deframer.midFrame);
  });
}

test('oversized: told once with its beginning, skipped to its end, the next is read', (t) => {
  const { frames, deframer } = feed([Buffer.from('\x0b12345'), Buffer.from('678901234567890'), Buffer.from('1\x1c\r\x0bok\x1c\r')], 10);
  t.deepEqual(texts(frames), ['oversized:12345678901234567890', 'message:ok']);
  t.false(deframer.midFrame);
});

test('exactly the limit is allowed', (t) => {
  t.deepEqual(texts(feed([frame(Buffer.from('1234567890'))], 10).frames), ['message:1234567890']);
});

test('property: however the bytes are cut, the same messages come out', (t) => {
  const message = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0b && byte !== 0x1c)));
  const cuts = fc.array(fc.nat({ max: 500 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), cuts, (messages, at) => {
      const stream = Buffer.concat(messages.map(frame));
      const places = [0, ...at.map((place) => place % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
      const pieces = places.slice(1).map((place, index) => stream.subarray(places[index], place));
      const { frames, deframer } = feed(pieces);
      t.deepEqual(frames.map(({ bytes }) => bytes.toString('hex')), messages.map((one) => one.toString('hex')));
      t.is(deframer.junk, 0);
    }),
    { numRuns: 500 },
  );
});
