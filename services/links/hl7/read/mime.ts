/** The MIME package in which a CDA travels (CDA release 2, chapter 3.1): the first part that is XML or text. */

/** A part's text with its type. */
export interface Body {
  readonly mediaType: string;
  readonly text: string;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** `undefined`: no package, or none of its parts can be read. */
export function bodyOfPackage(text: string): Body | undefined {
  const whole = partOf(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
  const boundary = /boundary="?([^";\s]+)"?/i.exec(whole.headers.get('content-type') ?? '')?.[1];
  const parts = boundary === undefined ? [whole] : whole.body.split(`--${boundary}`).slice(1).map((part) => partOf(part.replace(/^\n/, '')));
  for (const part of parts) {
    const body = readBody(part);
    if (body !== undefined) return body;
  }
  return undefined;
}

/** Headers, folded or not, up to the first blank line. */
function partOf(text: string): Part {
  const end = text.indexOf('\n\n');
  const head = end === -1 ? text : text.slice(0, end);
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  const headers = new Map(lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
  }));
  return { headers, body: end === -1 ? '' : text.slice(end + 2) };
}

function readBody({ headers, body }: Part): Body | undefined {
  const mediaType = (headers.get('content-type') ?? 'text/xml').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/xml|^text\//.test(mediaType) || body.trim() === '') return undefined;
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '';
  if (encoding === 'base64') {
    const text = Buffer.from(body.replaceAll(/\s/g, ''), 'base64').toString('utf8').replaceAll('\0', '\ufffd');
    return text.trim() === '' ? undefined : { mediaType, text };
  }
  return { mediaType, text: encoding === 'quoted-printable' ? unquoted(body) : body.trim() };
}

/** RFC 2045 chapter 6.7: `=E4=B8=AD` are bytes of UTF-8, `=` at the end of a line joins it with the next. */
function unquoted(body: string): string {
  const joined = body.replaceAll(/=\n/g, '');
  return joined.replaceAll(/(?:=[0-9A-F]{2})+/gi, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8')).replaceAll('\0', '\ufffd').trim();
}
