/** Reads a tar archive as PGlite writes it: plain names below 100 bytes (ustar), folders before what is in them. */

export interface ArchiveEntry {
  /** Without a slash at either end: `base/5/1255`. */
  readonly path: string;
  /** A view on the archive; absent for a folder. */
  readonly bytes?: Uint8Array;
}

const block = 512;

/** @throws RangeError for an archive that was cut off */
export function* readArchive(archive: Uint8Array): Generator<ArchiveEntry> {
  const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const text = (from: number, length: number): string => {
    const end = buffer.indexOf(0, from);
    return buffer.toString('latin1', from, end < 0 ? from + length : Math.min(end, from + length));
  };
  for (let at = 0; at + block <= buffer.length && buffer[at] !== 0; ) {
    const path = text(at, 100).replace(/^[./]+|\/+$/g, '');
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    const from = at + block;
    if (from + size > buffer.length) throw new RangeError(`The archive ends inside ${path}.`);
    const isFolder = text(at + 156, 1) === '5';
    if (path !== '') yield isFolder ? { path } : { path, bytes: archive.subarray(from, from + size) };
    at = from + Math.ceil(size / block) * block;
  }
}
