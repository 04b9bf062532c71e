/** A DICOM object's first frame as a picture: window, rescale and photometric interpretation as PS3.3 C.7.6.3 and C.11.2 say. */
import dicom, { type DataSet } from 'dicom-parser';
import type { ColourRaster } from '../page/raster.ts';
import { framePage, imagePage } from './image.ts';
import { type SourceLimits, SourceRefused } from './refusal.ts';

/** Transfer syntaxes whose pixels are read: none or deflate, and JPEG baseline and extended of eight bits. */
const plain = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99']);
const jpeg = new Set(['1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.51']);

/** @throws SourceRefused */
export async function dicomPage(bytes: Uint8Array, limits: SourceLimits): Promise<ColourRaster> {
  const data = parse(bytes);
  const syntax = data.string('x00020010') ?? '1.2.840.10008.1.2';
  const [rows, columns] = [data.uint16('x00280010') ?? 0, data.uint16('x00280011') ?? 0];
  const pixels = data.elements['x7fe00010'];
  if (rows === 0 || columns === 0 || pixels === undefined) throw new SourceRefused('unsupported', 'no picture in it');
  if (rows * columns > limits.mostPixels) throw new SourceRefused('too-large', `${columns} × ${rows}`);
  if (jpeg.has(syntax)) return imagePage(dicom.readEncapsulatedPixelDataFromFragments(data, pixels, 0, pixels.fragments?.length ?? 1), limits);
  if (!plain.has(syntax)) throw new SourceRefused('unsupported', `transfer syntax ${syntax}`);
  const channels = (data.uint16('x00280002') ?? 1) === 3 ? 3 : 1;
  return framePage(channels === 3 ? colours(data, bytes, pixels, rows * columns) : greys(data, pixels, rows * columns, syntax), columns, rows, channels);
}

function parse(bytes: Uint8Array): DataSet {
  try {
    return dicom.parseDicom(bytes, { untilTag: '' });
  } catch {
    throw new SourceRefused('damaged', 'not a DICOM object that can be read');
  }
}

type Element = NonNullable<DataSet['elements'][string]>;

function greys(data: DataSet, { dataOffset, length }: Element, count: number, syntax: string): Uint8Array {
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
  const { low, high } = windowOf(data, values);
  const inverse = data.string('x00280004')?.trim() === 'MONOCHROME1';
  return Uint8Array.from(values, (value) => {
    const part = Math.max(0, Math.min(255, ((value - low) / (high - low)) * 255));
    return inverse ? 255 - part : part;
  });
}

/** The window the modality names, or all there is. */
function windowOf(data: DataSet, values: Float32Array): { low: number; high: number } {
  const [centre, width] = [data.floatString('x00281050', 0), data.floatString('x00281051', 0)];
  if (centre !== undefined && width !== undefined && width > 1) return { low: centre - width / 2, high: centre + width / 2 };
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  return { low, high: Math.max(low + 1, values.reduce((most, value) => Math.max(most, value), -Infinity)) };
}

function colours(data: DataSet, bytes: Uint8Array, { dataOffset, length }: Element, count: number): Uint8Array {
  if (data.uint16('x00280100') !== 8 || data.string('x00280004')?.trim() !== 'RGB') throw new SourceRefused('unsupported', 'colours other than RGB of eight bits');
  if (length < count * 3) throw new SourceRefused('damaged', 'fewer pixels than it says');
  const all = data.byteArray === undefined ? bytes : Uint8Array.from(data.byteArray);
  const own = all.subarray(dataOffset, dataOffset + count * 3);
  if (data.uint16('x00280006') !== 1) return own;
  // Planes, one after the other.
  return Uint8Array.from({ length: count * 3 }, (_, at) => own[(at % 3) * count + Math.floor(at / 3)]!);
}
