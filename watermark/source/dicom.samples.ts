/** Small DICOM objects, as short as PS3.10 allows: for tests. */

function written([tag, vr, value]: readonly [string, string, Buffer]): Buffer {
  const long = ['OB', 'OW'].includes(vr);
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (long) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

/** Explicit VR little endian, as short as PS3.10 allows: `elements` are tag, VR, value. */
export function object(elements: readonly (readonly [string, string, Buffer])[], syntax = '1.2.840.10008.1.2.1'): Buffer {
  const meta = written(['00020010', 'UI', Buffer.from(syntax.length % 2 === 1 ? `${syntax}\0` : syntax)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), written(['00020000', 'UL', length]), meta, ...elements.map(written)]);
}

export const us = (value: number): Buffer => { const bytes = Buffer.alloc(2); bytes.writeUInt16LE(value); return bytes; };
export const text = (words: string): Buffer => Buffer.from(words.length % 2 === 1 ? `${words} ` : words);

/** Two frames of 4 × 4 in Hounsfield units: air, and bone. */
export function twoFrames(frames = '2', syntax?: string): Buffer {
  const pixels = Buffer.alloc(64);
  for (let at = 0; at < 32; at++) pixels.writeInt16LE(at < 16 ? 24 : 1724, at * 2);
  return object([
    ['00080060', 'CS', text('CT')], ['00280002', 'US', us(1)], ['00280004', 'CS', text('MONOCHROME2')], ['00280008', 'IS', text(frames)], ['00280010', 'US', us(4)], ['00280011', 'US', us(4)],
    ['00280100', 'US', us(16)], ['00280101', 'US', us(16)], ['00280102', 'US', us(15)], ['00280103', 'US', us(1)], ['00281052', 'DS', text('-1024')], ['00281053', 'DS', text('1')], ['7FE00010', 'OW', pixels],
  ], syntax);
}
