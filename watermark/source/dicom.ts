/** A DICOM object's frames as pictures: window, rescale and photometric interpretation as PS3.3 C.7.6.3 and C.11.2 say. */
import dicom, { type DataSet } from 'dicom-parser';
import { framePage, imagePage } from './image.ts';
import { type NumberedRaster, rasterOf, type Wanted } from './numbers.ts';
import { SourceRefused } from './refusal.ts';

/** Transfer syntaxes whose pixels are read: none or deflate, and JPEG baseline and extended of eight bits. */
const plain = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99']);
const jpeg = new Set(['1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.51']);

/** Windows one looks through at CT, as centre and width in Hounsfield units. */
export const windows = { lung: [-600, 1500], soft: [40, 400], brain: [40, 80], bone: [400, 1800], liver: [60, 160] } as const;
export type WindowName = keyof typeof windows;

/** Which of them make sense: only the numbers of CT have units that all machines share. */
export function windowsFor(bytes: Uint8Array): readonly WindowName[] {
  const data = parse(bytes);
  return data.string('x00080060')?.trim() === 'CT' && data.floatString('x00281053') !== undefined ? (Object.keys(windows) as WindowName[]) : [];
}

/** @throws SourceRefused */
export async function* dicomPages(bytes: Uint8Array, limits: Wanted, window?: WindowName): AsyncGenerator<NumberedRaster> {
  const data = parse(bytes);
  const syntax = data.string('x00020010') ?? '1.2.840.10008.1.2';
  const [rows, columns] = [data.uint16('x00280010') ?? 0, data.uint16('x00280011') ?? 0];
  const pixels = data.elements['x7fe00010'];
  if (rows === 0 || columns === 0 || pixels === undefined) throw new SourceRefused('unsupported', 'no picture in it');
  if (rows * columns > limits.mostPixels) throw new SourceRefused('too-large', `${columns} × ${rows}`);
  const frames = data.intString('x00280008') ?? 1;
  if (!Number.isInteger(frames) || frames < 1) throw new SourceRefused('damaged', `${frames} frames`);
  if (frames > limits.mostPages) throw new SourceRefused('too-many-pages', `${frames} frames`);
  if (!jpeg.has(syntax) && !plain.has(syntax)) throw new SourceRefused('compressed', `transfer syntax ${syntax}`);
  for (const number of limits.pick(frames)) {
    const at = number - 1;
    yield await rasterOf(number, async () => (jpeg.has(syntax) ? imagePage(encapsulated(data, pixels, at, frames), limits) : framePage(...plainFrame(data, pixels, { at, rows, columns, syntax, window }))));
  }
}

/** One frame's bytes, wherever its fragments begin: by the table of offsets, else by their own beginnings. */
function encapsulated(data: DataSet, pixels: Element, at: number, frames: number): Uint8Array {
  try {
    if (frames === 1) return dicom.readEncapsulatedPixelDataFromFragments(data, pixels, 0, pixels.fragments?.length ?? 1);
    const table = (pixels.basicOffsetTable?.length ?? 0) > 0 ? pixels.basicOffsetTable : dicom.createJPEGBasicOffsetTable(data, pixels);
    return dicom.readEncapsulatedImageFrame(data, pixels, at, table);
  } catch {
    throw new SourceRefused('damaged', `frame ${at + 1} of ${frames} is not there`);
  }
}

interface Frame {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  readonly syntax: string;
  readonly window: WindowName | undefined;
}

function plainFrame(data: DataSet, pixels: Element, { at, rows, columns, syntax, window }: Frame): [Uint8Array, number, number, 1 | 3] {
  const channels = (data.uint16('x00280002') ?? 1) === 3 ? 3 : 1;
  const count = rows * columns;
  const size = (count * channels * (data.uint16('x00280100') ?? 8)) / 8;
  const length = Math.min(size, pixels.length - at * size);
  const part = { dataOffset: pixels.dataOffset + at * size, length };
  return [channels === 3 ? colours(data, part, count) : greys(data, part, count, { syntax, window }), columns, rows, channels];
}

function parse(bytes: Uint8Array): DataSet {
  try {
    return dicom.parseDicom(bytes, { untilTag: '' });
  } catch {
    throw new SourceRefused('damaged', 'not a DICOM object that can be read');
  }
}

type Element = NonNullable<DataSet['elements'][string]>;
type Part = Pick<Element, 'dataOffset' | 'length'>;

function greys(data: DataSet, { dataOffset, length }: Part, count: number, { syntax, window }: Pick<Frame, 'syntax' | 'window'>): Uint8Array {
  const [allocated, stored, signed] = [data.uint16('x00280100') ?? 8, data.uint16('x00280101') ?? 8, data.uint16('x00280103') === 1];
  if (allocated !== 8 && allocated !== 16 && allocated !== 32) throw new SourceRefused('unsupported', `${allocated} bits a pixel`);
  if (length < (count * allocated) / 8) throw new SourceRefused('damaged', 'fewer pixels than it says');
  const view = new DataView(data.byteArray.buffer, data.byteArray.byteOffset + dataOffset, length);
  const little = syntax !== '1.2.840.10008.1.2.2';
  const values = new Float32Array(count);
  const [slope, intercept] = [data.floatString('x00281053') ?? 1, data.floatString('x00281052') ?? 0];
  const wrap = 2 ** stored;
  for (let at = 0; at < count; at++) {
    const raw = (allocated === 8 ? view.getUint8(at) : allocated === 16 ? view.getUint16(at * 2, little) : view.getUint32(at * 4, little)) % wrap;
    values[at] = (signed && raw >= wrap / 2 ? raw - wrap : raw) * slope + intercept;
  }
  const { low, high } = window === undefined ? windowOf(data, values) : range(windows[window]);
  const inverse = data.string('x00280004')?.trim() === 'MONOCHROME1';
  return Uint8Array.from(values, (value) => {
    const part = Math.max(0, Math.min(255, ((value - low) / (high - low)) * 255));
    return inverse ? 255 - part : part;
  });
}

const range = ([centre, width]: readonly [number, number]): { low: number; high: number } => ({ low: centre - width / 2, high: centre + width / 2 });

/** The window the modality names, or all there is. */
function windowOf(data: DataSet, values: Float32Array): { low: number; high: number } {
  const [centre, width] = [data.floatString('x00281050', 0), data.floatString('x00281051', 0)];
  if (centre !== undefined && width !== undefined && width > 1) return range([centre, width]);
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  return { low, high: Math.max(low + 1, values.reduce((most, value) => Math.max(most, value), -Infinity)) };
}

function colours(data: DataSet, { dataOffset, length }: Part, count: number): Uint8Array {
  if (data.uint16('x00280100') !== 8 || data.string('x00280004')?.trim() !== 'RGB') throw new SourceRefused('unsupported', 'colours other than RGB of eight bits');
  if (length < count * 3) throw new SourceRefused('damaged', 'fewer pixels than it says');
  const own = Uint8Array.from(data.byteArray.subarray(dataOffset, dataOffset + count * 3));
  if (data.uint16('x00280006') !== 1) return own;
  // Planes, one after the other.
  return Uint8Array.from({ length: count * 3 }, (_, at) => own[(at % 3) * count + Math.floor(at / 3)]!);
}
