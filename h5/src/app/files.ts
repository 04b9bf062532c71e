/** Files inside sealed calls: picked by a person and sent, or received and saved. */
import { type File as CallFile, mostFileBytes } from '../../../services/core/schema.ts';
import { Trouble } from './api.ts';

/** @throws Trouble when it is larger than a call may be */
export async function fileForCall(picked: File): Promise<CallFile> {
  if (picked.size > mostFileBytes) throw new Trouble('refused', 'page.file-too-large', `文件超过 ${mostFileBytes / 1024 / 1024} MB，请拆成几个文件再上传。`);
  const bytes = new Uint8Array(await picked.arrayBuffer());
  return { name: picked.name.slice(-200), type: picked.type, base64: toBase64(bytes) };
}

/** Gives the file to the browser to save. */
export function saveFile({ name, type, base64 }: CallFile): void {
  const url = URL.createObjectURL(new Blob([fromBase64(base64)], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // After the click was handled; some browsers read the address a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function toBase64(bytes: Uint8Array): string {
  // In parts: a call takes only so many arguments.
  const part = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += part) text += String.fromCharCode(...bytes.subarray(at, at + part));
  return btoa(text);
}

export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
