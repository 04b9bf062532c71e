/** Files of messages: one, several, batches, with byte-order mark, or wrapped in JSON with base64 in `content`. */
import { splitMessages } from './syntax/split.ts';

/** The messages in a file's bytes. A file without any MSH is given as it is, so that its refusal is seen. */
export function messagesInFile(bytes: Buffer): readonly Buffer[] {
  return splitMessages(unwrap(bytes)).map((message) => trimEnd(message));
}

/** The wrapper seen in the wild is not even valid JSON (bare line breaks in strings), so `content` is found by hand. */
function unwrap(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  if (!text.trimStart().startsWith('{')) return bytes;
  const content = /"content"\s*:\s*"([A-Za-z0-9+/=\s\\]*)"/.exec(text)?.[1];
  return content === undefined ? bytes : Buffer.from(content.replace(/\\[nr]|\s/g, ''), 'base64');
}

/** Blank lines between messages are the file's, not the message's; the last segment keeps its CR. */
function trimEnd(message: Buffer): Buffer {
  let end = message.length;
  while (end > 0 && (message[end - 1] === 0x0a || message[end - 1] === 0x0d)) end -= 1;
  return Buffer.concat([message.subarray(0, end), Buffer.of(0x0d)]);
}
