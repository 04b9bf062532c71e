/**
 * The port of a master of the directory: HIS, a chat platform's address book, a file. It is read page by page and can
 * be gone on with from a cursor after a process died; nothing it tells is acted on before the last page was read.
 */
import type { Told, ToldKind } from './schema.ts';

export type { Told, ToldKind } from './schema.ts';

export interface DirectoryPage {
  readonly rows: readonly Told[];
  /** Where to go on; `undefined` after the last page. */
  readonly next: string | undefined;
}

export interface DirectorySource {
  /** `his`, `dingtalk:<corp>`, `wecom:<corp>`, `file` */
  readonly name: string;
  /** What it is the master of: of these, what it no longer tells has vanished. */
  readonly kinds: readonly ToldKind[];
  /** The first page without a cursor. The same cursor gives the same page or a newer one. @throws Failure */
  page(cursor: string | undefined): Promise<DirectoryPage>;
}
