/** What a scanned code may hold: for the service, and for a page that scans. */

/** Longest text that is looked at; a QR code of a wristband holds less. */
export const longestAsked = 400;

/** Codes hold more than a number: an address, JSON, fields between bars. */
export function isScan(text: string): boolean {
  return /[|^{}[\]&=?;]|:\/\//.test(text);
}

/** Every piece that may be a number of patient or visit, in the order of the code. */
export function numbersIn(scan: string): string[] {
  const pieces = scan.normalize('NFKC').slice(0, longestAsked).split(/[^\p{L}\p{N}-]+/u).filter((piece) => /\d/.test(piece) && piece.length >= 4);
  return [...new Set(pieces)].slice(0, 8);
}
