/**
 * The files of an embedded database in memory, straight from the prepared image: every file is a view on the image's
 * bytes until it is written to, so that many databases may stand on one image. PGlite's own unpacking looks up each path several times and copies 40 MB thrice, half a second for each test file.
 */
import { MemoryFS } from '@electric-sql/pglite';
import { type ArchiveEntry, readArchive } from './archive.ts';

/** What we need of Emscripten's file system: a folder makes its children, and a file's bytes are an array. */
interface Node {
  node_ops: { mknod(parent: Node, name: string, mode: number, device: number): Node };
  stream_ops: Operations;
  contents: unknown;
  usedBytes?: number;
  /** Its bytes are the image's. */
  isBorrowed?: boolean;
}

interface Operations {
  write(stream: { readonly node: Node }, ...given: unknown[]): number;
}

interface Files {
  lookupPath(path: string): { node: Node };
  mkdirTree(path: string): void;
}

const folderMode = 0o040_700;
const fileMode = 0o100_600;

export class PreparedFiles extends MemoryFS {
  readonly #image: Uint8Array;

  constructor(image: Uint8Array) {
    super();
    this.#image = image;
  }

  override async initialSyncFs(): Promise<void> {
    if (this.pg === undefined) throw new Error('The database asked for its files before it was there.');
    const { FS, ENV } = this.pg.Module as unknown as { FS: Files; ENV: { PGDATA: string } };
    FS.mkdirTree(ENV.PGDATA);
    place(FS.lookupPath(ENV.PGDATA).node, readArchive(this.#image));
  }
}

function place(root: Node, entries: Iterable<ArchiveEntry>): void {
  const folders = new Map<string, Node>([['', root]]);
  for (const { path, bytes } of entries) {
    const end = path.lastIndexOf('/');
    const folder = folders.get(path.slice(0, Math.max(end, 0)));
    if (folder === undefined) throw new Error(`The prepared image has ${path} before its folder.`);
    const made = folder.node_ops.mknod(folder, path.slice(end + 1), bytes === undefined ? folderMode : fileMode, 0);
    if (bytes === undefined) folders.set(path, made);
    else Object.assign(made, { contents: bytes, usedBytes: bytes.length, isBorrowed: true, stream_ops: copyingOf(made.stream_ops) });
  }
}

const copying = new WeakMap<Operations, Operations>();

/** Writes where the bytes are its own: growing and cutting off make new ones by themselves (Emscripten's MEMFS). */
function copyingOf(operations: Operations): Operations {
  const known = copying.get(operations);
  if (known !== undefined) return known;
  const own: Operations = {
    ...operations,
    write(stream, ...given) {
      const { node } = stream;
      if (node.isBorrowed === true) Object.assign(node, { contents: new Uint8Array(node.contents as Uint8Array), isBorrowed: false });
      return operations.write(stream, ...given);
    },
  };
  copying.set(operations, own);
  return own;
}
