/**
 * A PDF of pictures for one viewer: the same deflated rows as the PNG's, so no page is encoded twice, and no text or
 * vector lies under the mark that an editor could lift out. Its metadata name the viewer.
 */
import type { PreparedPage } from '../page/prepare.ts';
import { type Mark, markedRows, stamp, tileFor } from '../stamp.ts';
import type { Tile } from './tile.ts';

export interface PdfNote {
  readonly viewer: string;
  readonly at: Date;
  readonly title?: string;
}

/** A marked page as a file of pages takes it. */
export interface PdfPicture {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly dictionary: string;
  readonly bytes: Uint8Array;
}

export async function pdfOf(pages: readonly PreparedPage[], mark: Mark, note: PdfNote): Promise<Buffer<ArrayBuffer>> {
  const tile = tileFor(mark);
  const pictures: PdfPicture[] = [];
  for (const page of pages) pictures.push(await pictureOf(page, mark, tile));
  return pdfAround(pictures, mark, note);
}

/** Pictures as `pictureOf` makes them, of the same mark. */
export function pdfAround(pictures: readonly PdfPicture[], mark: Mark, note: PdfNote): Buffer<ArrayBuffer> {
  const file = new Writer();
  // 1 catalogue, 2 page tree, 3 information; then three objects a page.
  file.object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  file.object(2, `<< /Type /Pages /Count ${pictures.length} /Kids [${pictures.map((_, at) => `${4 + at * 3} 0 R`).join(' ')}] >>`);
  file.object(3, information(mark, note));
  for (const [at, page] of pictures.entries()) {
    const first = 4 + at * 3;
    const [width, height] = [page.width, page.height].map((pixels) => ((pixels * 72) / page.dpi).toFixed(3));
    const draw = `q ${width} 0 0 ${height} 0 0 cm /P Do Q`;
    file.object(first, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /XObject << /P ${first + 2} 0 R >> >> /Contents ${first + 1} 0 R >>`);
    file.stream(first + 1, '', Buffer.from(draw, 'latin1'));
    file.stream(first + 2, `/Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} ${page.dictionary}`, page.bytes);
  }
  return file.end();
}

/** @param tile of `tileFor`, where several pages go to one viewer */
export async function pictureOf(page: PreparedPage, mark: Mark, tile: Tile = tileFor(mark)): Promise<PdfPicture> {
  const { width, height, dpi } = page;
  if (page.kind === 'picture') {
    const { bytes } = await stamp(page, mark, tile);
    return { width, height, dpi, dictionary: `/ColorSpace /Device${page.channels === 3 ? 'RGB' : 'Gray'} /BitsPerComponent 8 /Filter /DCTDecode`, bytes };
  }
  const { palette, deflated } = markedRows(page, mark, tile);
  const colours = `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${Buffer.from(palette).toString('hex')}>]`;
  return { width, height, dpi, dictionary: `/ColorSpace ${colours} /BitsPerComponent ${page.depth} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 1 /BitsPerComponent ${page.depth} /Columns ${width} >>`, bytes: deflated };
}

function information({ id, lines }: Mark, { viewer, at, title = '' }: PdfNote): string {
  const date = `D:${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  return `<< /Title ${words(title)} /Subject ${words(`${viewer} ${lines.join(' ')}`.trim())} /Keywords ${words(id)} /Producer ${words('Wardline')} /CreationDate (${date}) >>`;
}

/** UTF-16 with its mark, in hexadecimal: no character needs an escape. */
function words(text: string): string {
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

class Writer {
  readonly #parts: Buffer[] = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  readonly #places: number[] = [];
  #length = this.#parts[0]!.length;

  object(number: number, body: string): void {
    this.#begin(number);
    this.#put(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, 'latin1'));
  }

  stream(number: number, dictionary: string, bytes: Uint8Array): void {
    this.#begin(number);
    this.#put(Buffer.from(`${number} 0 obj\n<< ${dictionary} /Length ${bytes.length} >>\nstream\n`, 'latin1'));
    this.#put(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    this.#put(Buffer.from('\nendstream\nendobj\n', 'latin1'));
  }

  end(): Buffer<ArrayBuffer> {
    const at = this.#length;
    const count = this.#places.length;
    const rows = this.#places.slice(1).map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
    this.#put(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${at}\n%%EOF\n`, 'latin1'));
    return Buffer.concat(this.#parts);
  }

  #begin(number: number): void {
    this.#places[number] = this.#length;
  }

  #put(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
  }
}
