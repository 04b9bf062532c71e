/** Reads codes where the browser cannot: ZXing, loaded when somebody scans and not before. */
import { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from '@zxing/library';

const reader = new MultiFormatReader();
reader.setHints(new Map<DecodeHintType, unknown>([[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128, BarcodeFormat.CODE_39, BarcodeFormat.DATA_MATRIX]], [DecodeHintType.TRY_HARDER, true]]));

export function readPicture(picture: HTMLCanvasElement): string | undefined {
  const { width, height } = picture;
  const pixels = picture.getContext('2d', { willReadFrequently: true })?.getImageData(0, 0, width, height).data;
  if (pixels === undefined) return undefined;
  const grey = new Uint8ClampedArray(width * height);
  // As the eye sees it: green counts most.
  for (let at = 0; at < grey.length; at++) grey[at] = ((pixels[at * 4] ?? 0) * 77 + (pixels[at * 4 + 1] ?? 0) * 151 + (pixels[at * 4 + 2] ?? 0) * 28) >> 8;
  try {
    return reader.decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height)))).getText();
  } catch {
    return undefined;
  } finally {
    reader.reset();
  }
}
