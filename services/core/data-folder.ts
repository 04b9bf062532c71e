/**
 * The folder of the embedded database. PGlite lets a second process in, and both together destroy the files; and it
 * takes a half-unpacked folder for a whole one. Neither happens here.
 */
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { type Server, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Fault } from './errors.ts';

/** Another process works on the folder. */
export class FolderInUse extends Fault {
  override readonly name = 'FolderInUse';
}

export interface HeldFolder {
  /** Nothing is in it yet: unpack, then say `ready`. A folder whose unpacking was cut off is empty again. */
  readonly fresh: boolean;
  ready(): Promise<void>;
  release(): Promise<void>;
}

/** @throws FolderInUse */
export async function holdFolder(folder: string): Promise<HeldFolder> {
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder);
  const mark = `${folder}.preparing`;
  if (await exists(mark)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
  }
  const fresh = (await readdir(folder)).length === 0;
  if (fresh) await writeFile(mark, '');
  return {
    fresh,
    ready: () => rm(mark, { force: true }),
    release: () => new Promise((resolve) => lock.close(() => resolve())),
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

/** A socket: the system lets go of it when the process dies, however it dies. */
async function lockFolder(folder: string): Promise<Server> {
  const address = lockAddress(folder);
  try {
    return await listen(address);
  } catch {
    if (await answers(address)) throw new FolderInUse(`Another process has ${folder} open.`);
    // Left behind by a process that was killed.
    await rm(address, { force: true });
    return listen(address);
  }
}

/** Names of sockets are short (107 bytes on Linux); a pipe of Windows has no folder. */
function lockAddress(folder: string): string {
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\wardline-${name}`;
  const beside = `${resolve(folder)}.lock`;
  return Buffer.byteLength(beside) <= 100 ? beside : join(tmpdir(), `wardline-${name}.lock`);
}

function listen(address: string): Promise<Server> {
  return new Promise((done, failed) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', failed);
    server.listen(address, () => done(server.unref()));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
