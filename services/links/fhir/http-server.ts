/** A FHIR server asked over HTTP: search by `_lastUpdated`, its own page links, reads. */
import type { FhirServer, ServerPage } from './port.ts';
import { type Node, isNode, parseJson } from './json.ts';
import { child, nodes, text } from './node.ts';
import type { FhirServerSettings } from './settings.ts';
import { tokenOf } from './token.ts';
import { ServerTrouble } from './trouble.ts';

/** What a report is not without. */
const includes: Readonly<Partial<Record<string, readonly string[]>>> = { DiagnosticReport: ['DiagnosticReport:result'] };

export function fhirServer(settings: FhirServerSettings, now: () => number): FhirServer {
  const token = tokenOf(settings, now);
  const ask = async (address: string, isLink: boolean): Promise<Node | undefined> => {
    const bearer = await token.give();
    const response = await fetch(address, { headers: { accept: 'application/fhir+json', ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) }, redirect: 'error', signal: AbortSignal.timeout(settings.timeoutMs) }).catch((error: unknown) => {
      throw new ServerTrouble('the FHIR server did not answer', 'transient', 'unreachable', { cause: error });
    });
    if (response.status === 401) token.forget();
    const body = await bodyOf(response, settings.maxBytes);
    if (response.status === 404 && !isLink) return undefined;
    if (response.status === 410 && !isLink) return undefined;
    if (!response.ok) throw troubleOf(response, body, isLink, now());
    const node = parseJson(body);
    if (typeof node === 'string') throw new ServerTrouble(`the FHIR server answered what is no FHIR JSON: ${node}`, 'transient', node);
    return node;
  };
  const paged = async (address: string, isLink: boolean): Promise<ServerPage> => {
    const bundle = await ask(address, isLink);
    if (bundle === undefined || text(bundle, 'type') !== 'searchset') throw new ServerTrouble('the FHIR server answered no searchset', 'permanent', bundle === undefined ? '404' : 'shape');
    return pageOf(bundle, address, settings);
  };
  return {
    name: settings.name,
    changed: (type, since, along = includes[type] ?? []) => paged(`${settings.baseUrl}/${type}?${searchOf(since, settings, along)}`, false),
    page: async (link) => paged(ownLink(link, settings), true),
    read: (type, id) => ask(`${settings.baseUrl}/${type}/${id}`, false),
  };
}

function searchOf(since: Date, { pageRows }: FhirServerSettings, along: readonly string[]): string {
  const query = new URLSearchParams({ _lastUpdated: `ge${since.toISOString()}`, _sort: '_lastUpdated', _count: String(pageRows) });
  for (const each of along) query.append('_include', each);
  return query.toString();
}

const modeOf = (entry: Node): string => text(child(entry, 'search'), 'mode') ?? 'match';

function pageOf(bundle: Node, address: string, settings: FhirServerSettings): ServerPage {
  const entries = nodes(bundle, 'entry');
  const resources = (wanted: string): Node[] => entries.filter((entry) => modeOf(entry) === wanted).flatMap((entry): Node[] => [child(entry, 'resource') ?? {}]);
  const fatal = resources('outcome').flatMap((outcome) => nodes(outcome, 'issue')).find((issue) => ['fatal', 'error'].includes(text(issue, 'severity') ?? ''));
  if (fatal !== undefined) throw new ServerTrouble(`the FHIR server tells of trouble: ${wordsOf(fatal)}`, 'transient', text(fatal, 'code') ?? 'outcome');
  const link = text(nodes(bundle, 'link').find((each) => text(each, 'relation') === 'next'), 'url');
  const next = link === undefined ? undefined : ownLink(new URL(link, address).href, settings);
  if (next === address) throw new ServerTrouble('the next page of the FHIR server is the page itself', 'permanent', 'next-link', { isDeadLink: true });
  return { matches: resources('match'), included: resources('include'), next };
}

/** Only the server that is set is asked, whatever a page says: a link elsewhere would carry our token there. */
function ownLink(link: string, { baseUrl }: FhirServerSettings): string {
  const [url, base] = [URL.parse(link), new URL(baseUrl)];
  if (url === null || url.origin !== base.origin || url.username !== '' || !(url.pathname === base.pathname || url.pathname.startsWith(`${base.pathname.replace(/\/$/, '')}/`))) throw new ServerTrouble('the next page of the FHIR server leads elsewhere', 'permanent', 'next-link', { isDeadLink: true });
  return url.href;
}

function troubleOf(response: Response, body: Uint8Array, isLink: boolean, now: number): ServerTrouble {
  const { status } = response;
  const node = parseJson(body);
  const [issue] = isNode(node) ? nodes(node, 'issue') : [];
  const words = issue === undefined ? '' : `: ${wordsOf(issue)}`;
  const isDeadLink = isLink && [400, 404, 410].includes(status);
  const isPassing = status === 429 || status === 408 || status >= 500 || status === 401 || isDeadLink;
  return new ServerTrouble(`the FHIR server answered ${status}${words}`, isPassing ? 'transient' : 'permanent', String(status), { isDeadLink, retryAfterSeconds: retryAfter(response.headers.get('retry-after'), now) });
}

/** Seconds, or a date. */
function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

/** Enough to act on; a server's diagnostics may be long. */
function wordsOf(issue: Node): string {
  const words = text(issue, 'diagnostics') ?? text(child(issue, 'details'), 'text') ?? '';
  return `${text(issue, 'code') ?? ''} ${words}`.trim().slice(0, 200);
}

async function bodyOf(response: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > most) throw new ServerTrouble('a page of the FHIR server is too large', 'permanent', 'size');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ServerTrouble ? error : new ServerTrouble('the answer of the FHIR server broke off', 'transient', 'cut', { cause: error });
  }
  return Buffer.concat(chunks);
}
