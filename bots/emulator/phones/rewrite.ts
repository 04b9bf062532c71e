/** What the webview changes on its way through, so that a frame on another port is a faithful browser of the product. */

/** Origins seen from outside and what they are called inside the frame. */
export interface Origins {
  /** The product's own, and the emulator's (its sign-in pages are served through the frame too). */
  readonly outside: readonly string[];
  /** The frame's own origin. */
  readonly inside: string;
}

/** Absolute addresses lead to the frame instead of out of it. */
export function inward(text: string, origins: Origins): string {
  let result = text;
  // An origin is followed by a path, a quote or the end, never by another digit of a port.
  for (const origin of origins.outside) result = result.replaceAll(new RegExp(`${escape(origin)}(?![\\d.])`, 'g'), origins.inside);
  return result;
}

/** An address of the frame as the product knows it. */
export function outward(text: string, origins: Origins): string {
  return text.startsWith(origins.inside) ? `${origins.outside[0] ?? ''}${text.slice(origins.inside.length)}` : text;
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** The bridge must run before the page's own scripts look at `navigator.userAgent`. */
export function withBridge(html: string): string {
  const script = '<script src="/__bridge.js"></script>';
  const head = /<head[^>]*>/i.exec(html);
  if (head !== null) return html.slice(0, head.index + head[0].length) + script + html.slice(head.index + head[0].length);
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
  return doctype + script + html.slice(doctype.length);
}

/** A webview is no frame: what forbids framing does not apply, and the bridge is the phone's own script. */
export function relaxedPolicy(policy: string): string {
  const directives = policy.split(';').map((each) => each.trim()).filter((each) => each !== '' && !/^frame-ancestors\b/i.test(each));
  return directives.map((each) => (/^script-src\b/i.test(each) ? `${each.replace(/\s'none'/, '')} 'self'` : each)).join('; ');
}

/** Texts that may hold absolute addresses. */
export function isRewritten(contentType: string): boolean {
  return /^(text\/html|application\/json|application\/manifest\+json)\b/i.test(contentType);
}
