/**
 * Several messages in one piece: a batch (FHS/BHS … BTS/FTS, chapter 2.10.3) in a frame, or a file of messages.
 * Works on bytes, because every message of a batch may declare its own character set.
 */

const LINE_BREAKS = new Set([0x0d, 0x0a, 0x0b, 0x1c]);
const MESSAGE = /^(?:\xef\xbb\xbf)?[ \t]*MSH[^A-Za-z0-9\s]/;
const BATCH = /^(?:\xef\xbb\xbf)?[ \t]*(?:FHS|BHS|BTS|FTS)[^A-Za-z0-9\s]/;

/** The messages of a piece, each from its MSH on; the piece itself when there is nothing to split. */
export function splitMessages(bytes: Buffer): readonly Buffer[] {
  const messages: Buffer[] = [];
  let open = -1;
  for (const at of lineStarts(bytes)) {
    const line = bytes.toString('latin1', at, at + 24);
    const starts = MESSAGE.test(line);
    if (!starts && !BATCH.test(line)) continue;
    if (open !== -1) messages.push(bytes.subarray(open, at));
    open = starts ? at : -1;
  }
  if (open !== -1) messages.push(bytes.subarray(open));
  // What precedes a lone message stays with it: the parser counts it as junk.
  return messages.length === 0 || (messages.length === 1 && !isBatch(bytes)) ? [bytes] : messages;
}

/** Whether the piece carries batch headers, so that its answer must carry them too. */
export function isBatch(bytes: Buffer): boolean {
  return /(?:^|\p{Cc}|\u00ef\u00bb\u00bf)[ \t]*(FHS|BHS)[^A-Za-z0-9\s]/u.test(bytes.toString('latin1'));
}

function* lineStarts(bytes: Buffer): Generator<number> {
  yield 0;
  for (const [index, byte] of bytes.entries()) {
    if (LINE_BREAKS.has(byte)) yield index + 1;
  }
}
