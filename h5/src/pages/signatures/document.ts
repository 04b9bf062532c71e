/** A signed file as `docs` and the command line write it: the document and its detached signature side by side. */
import { z } from 'zod';

/** The service refuses more than 256 kB; a signed disposal has a few. */
export const largestFile = 200_000;

const signedFile = z.object({ document: z.unknown(), signature: z.record(z.string(), z.unknown()) });
export type SignedFile = z.infer<typeof signedFile>;

/** The file's content, or the sentence of why it cannot be one. */
export function readSignedFile(text: string): SignedFile | string {
  if (text.length > largestFile) return '文件太大，不像是签名文件。请选择从本系统导出的签名文件（.json）。';
  try {
    const file = signedFile.parse(JSON.parse(text));
    return file.document === undefined ? '文件里没有被签名的内容。请选择从本系统导出的签名文件（.json）。' : file;
  } catch {
    return '读不懂这个文件。请选择从本系统导出的签名文件（.json），不要改动其中的内容。';
  }
}

/** The document as it was signed, for people to compare: key by key, nothing left out. */
export function rowsOf(document: unknown, path = ''): readonly { readonly key: string; readonly value: string }[] {
  if (typeof document !== 'object' || document === null) return [{ key: path, value: String(document) }];
  return Object.entries(document).flatMap(([key, value]) => rowsOf(value, path === '' ? key : `${path}.${key}`));
}
