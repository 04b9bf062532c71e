/**
 * From a 48-bit id to the bits that are painted, and back from what a detector measured.
 *
 * id (48) + CRC-24 (OpenPGP, RFC 4880 6.1) + 6 zero bits → convolutional code, rate 1/2, constraint length 7
 * (generators 171, 133 octal, the "Voyager" code) → 156 bits. Decoded by soft Viterbi: how sure the detector was of each
 * bit counts.
 */

export const idBits = 48;
const crcBits = 24;
const tailBits = 6;
const messageBits = idBits + crcBits + tailBits;
/** Bits to paint for one id. */
export const codedBits = messageBits * 2;

const states = 64;
const generators = [0o171, 0o133] as const;

/** @param id 12 hexadecimal digits @throws RangeError for anything else */
export function encodeId(id: string): Uint8Array {
  if (!/^[0-9a-f]{12}$/.test(id)) throw new RangeError('an id is 12 hexadecimal digits');
  const data = bitsOf(id);
  const crc = crc24(data);
  const message = [...data, ...Array.from({ length: crcBits }, (_, at) => (crc >> (crcBits - 1 - at)) & 1), ...Array.from({ length: tailBits }, () => 0)];
  const coded = new Uint8Array(codedBits);
  let register = 0;
  message.forEach((bit, at) => {
    register = ((register << 1) | bit) & 0x7f;
    generators.forEach((generator, which) => { coded[at * 2 + which] = parity(register & generator); });
  });
  return coded;
}

/** The id whose bits fit best; `undefined` where its CRC does not hold. `soft`: positive means 1, the size how sure. */
export function decodeId(soft: Float64Array): string | undefined {
  const message = viterbi(soft);
  const data = message.slice(0, idBits);
  const crc = message.slice(idBits, idBits + crcBits).reduce((sum, bit) => sum * 2 + bit, 0);
  // An unmarked picture may measure as all zeros, whose CRC is not zero by its initial value.
  return crc24(data) === crc ? hexOf(data) : undefined;
}

/** Share of coded bits that were measured right, for reports: 1 is all, 0.5 is chance. */
export function agreement(soft: Float64Array, id: string): number {
  const right = encodeId(id).reduce((sum, bit, at) => sum + ((soft[at] ?? 0) > 0 === (bit === 1) ? 1 : 0), 0);
  return right / codedBits;
}

function bitsOf(hex: string): number[] {
  return Array.from(hex).flatMap((digit) => [3, 2, 1, 0].map((shift) => (Number.parseInt(digit, 16) >> shift) & 1));
}

function hexOf(bits: readonly number[]): string {
  return Array.from({ length: bits.length / 4 }, (_, at) => bits.slice(at * 4, at * 4 + 4).reduce((sum, bit) => sum * 2 + bit, 0).toString(16)).join('');
}

function crc24(bits: readonly number[]): number {
  let crc = 0xb704ce;
  for (const bit of bits) {
    const carry = ((crc >> 23) & 1) ^ bit;
    crc = (crc << 1) & 0xffffff;
    if (carry === 1) crc ^= 0x864cfb;
  }
  return crc;
}

function parity(value: number): number {
  let folded = value ^ (value >> 4);
  folded ^= folded >> 2;
  return (folded ^ (folded >> 1)) & 1;
}

/** For each state and bit: where it goes, and which two bits it paints (as signs). */
const branches = Array.from({ length: states * 2 }, (_, at) => {
  const register = (((at >> 1) << 1) | (at & 1)) & 0x7f;
  return { to: register & 0x3f, first: parity(register & generators[0]) * 2 - 1, second: parity(register & generators[1]) * 2 - 1 };
});

function viterbi(soft: Float64Array): number[] {
  let metric = new Float64Array(states).fill(-Infinity);
  metric[0] = 0;
  const from: Uint8Array[] = [];
  for (let step = 0; step < messageBits; step++) {
    const [first, second] = [soft[step * 2] ?? 0, soft[step * 2 + 1] ?? 0];
    const next = new Float64Array(states).fill(-Infinity);
    const came = new Uint8Array(states);
    for (let at = 0; at < branches.length; at++) {
      const branch = branches[at]!;
      const state = at >> 1;
      const reached = metric[state]! + first * branch.first + second * branch.second;
      if (reached > next[branch.to]!) {
        next[branch.to] = reached;
        came[branch.to] = state;
      }
    }
    metric = next;
    from.push(came);
  }
  // The six zeros at the end bring every message back to state 0.
  const bits: number[] = [];
  for (let step = messageBits - 1, state = 0; step >= 0; step--) {
    bits.push(state & 1);
    state = from[step]![state]!;
  }
  return bits.toReversed();
}
