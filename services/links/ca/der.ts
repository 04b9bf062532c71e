/** As much DER as signatures and certificates need: strict lengths, minimal integers, nothing after the end. */

export interface Tlv {
  readonly tag: number;
  readonly value: Uint8Array<ArrayBuffer>;
  /** Tag, length and value as they stand. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

/** The elements that lie side by side in `bytes`. @throws Error when the bytes are not DER */
export function readAll(bytes: Uint8Array<ArrayBuffer>): readonly Tlv[] {
  const found: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = readOne(bytes, at);
    found.push(next);
    at += next.whole.length;
  }
  return found;
}

/** The elements of the one SEQUENCE that `bytes` is. @throws Error */
export function readSequence(bytes: Uint8Array<ArrayBuffer>): readonly Tlv[] {
  const [sequence, ...rest] = readAll(bytes);
  if (sequence?.tag !== SEQUENCE || rest.length > 0) throw new Error('DER: one SEQUENCE expected');
  return readAll(sequence.value);
}

/** The octets of a BIT STRING without unused bits. @throws Error */
export function bitString(element: Tlv | undefined): Uint8Array<ArrayBuffer> {
  if (element?.tag !== BIT_STRING || element.value[0] !== 0) throw new Error('DER: BIT STRING expected');
  return element.value.slice(1);
}

/** `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, GM/T 0009) as two numbers of `size` octets. @throws Error */
export function readSignaturePair(der: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const [r, s, ...rest] = readSequence(der);
  if (r === undefined || s === undefined || rest.length > 0) throw new Error('DER: two integers expected');
  const pair = new Uint8Array(size * 2);
  pair.set(fixed(r, size), 0);
  pair.set(fixed(s, size), size);
  return pair;
}

function readOne(bytes: Uint8Array<ArrayBuffer>, at: number): Tlv {
  const tag = octet(bytes, at);
  const first = octet(bytes, at + 1);
  const more = first < 0x80 ? 0 : first - 0x80;
  // Certificates are a few kilobytes; three length octets are 16 MB.
  if (first === 0x80 || more > 3) throw new Error('DER: length');
  let length = more === 0 ? first : 0;
  for (let n = 0; n < more; n += 1) length = length * 256 + octet(bytes, at + 2 + n);
  if (more > 0 && length < (more === 1 ? 0x80 : 256 ** (more - 1))) throw new Error('DER: length not minimal');
  const start = at + 2 + more;
  if (start + length > bytes.length) throw new Error('DER: cut off');
  return { tag, value: bytes.slice(start, start + length), whole: bytes.slice(at, start + length) };
}

function octet(bytes: Uint8Array, at: number): number {
  const value = bytes[at];
  if (value === undefined) throw new Error('DER: cut off');
  return value;
}

/** A positive, minimally encoded integer, padded to `size` octets. */
function fixed(element: Tlv, size: number): Uint8Array {
  const { tag, value } = element;
  const [first, second] = value;
  if (tag !== INTEGER || first === undefined || first >= 0x80) throw new Error('DER: positive integer expected');
  if (first === 0 && (second === undefined || second < 0x80)) throw new Error('DER: integer not minimal');
  const digits = first === 0 ? value.slice(1) : value;
  if (digits.length > size) throw new Error('DER: integer too long');
  const out = new Uint8Array(size);
  out.set(digits, size - digits.length);
  return out;
}
