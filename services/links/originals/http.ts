/**
 * The adapter over HTTP. A message names the address, so the address is not to be trusted: hosts of the setting only, the
 * address that the name leads to is judged when the socket opens (a name that changes its mind is caught), redirects stay
 * within one host, and size and time are bounded whatever the server says of itself.
 */
import { lookup as resolve } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { Failure, type FailureClass } from '../../core/errors.ts';
import type { Original, OriginalTrouble, Originals } from './port.ts';
import { inUtf8, isListed, isPromised, mayConnect, networksOf, readAddress, typeOf } from './addresses.ts';
import type { OriginalsSettings } from './settings.ts';

/** A server that needs more than an address: the FHIR server that is read, with its token. */
export interface OwnServer {
  readonly baseUrl: string;
  readonly bearer: () => Promise<string | undefined>;
}

const mostRedirects = 3;
const fhirJson = 'application/fhir+json';
const binary = z.object({ resourceType: z.literal('Binary'), contentType: z.string().optional(), data: z.base64() });

const trouble = (code: OriginalTrouble, failureClass: FailureClass = 'permanent', cause?: unknown): Failure => new Failure(`a content could not be fetched: ${code}`, failureClass, code, cause === undefined ? {} : { cause });

export function httpOriginals(settings: OriginalsSettings, own?: OwnServer): Originals {
  const allowed = networksOf(settings.networks);
  return {
    fetch: async (address, promised) => {
      const url = readAddress(address, own?.baseUrl);
      if (url === undefined) throw trouble('address-unreadable');
      const signal = AbortSignal.timeout(settings.timeoutMs);
      const bearer = own !== undefined && url.href.startsWith(`${own.baseUrl}/`) ? await own.bearer().catch((error: unknown) => { throw trouble('unreachable', 'transient', error); }) : undefined;
      const headers = { accept: `${promised}, ${fhirJson};q=0.5, */*;q=0.1`, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) };
      const { type, bytes } = await follow(url, { headers, signal }, settings, allowed);
      const original = unwrap({ mediaType: type, bytes });
      if (original.bytes.length === 0) throw trouble('empty');
      if (!isPromised(promised, original.mediaType, original.bytes)) throw trouble('wrong-type');
      const mediaType = typeOf(promised, original.mediaType, original.bytes);
      return { mediaType, bytes: inUtf8(mediaType, original.mediaType, original.bytes) };
    },
  };
}

/** A FHIR server may answer a Binary as a resource. */
function unwrap({ mediaType, bytes }: Original): Original {
  if (!mediaType.toLowerCase().startsWith(fhirJson)) return { mediaType, bytes };
  const read = binary.safeParse(jsonIn(bytes));
  return read.success ? { mediaType: read.data.contentType ?? '', bytes: Buffer.from(read.data.data, 'base64') } : { mediaType, bytes };
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function follow(first: URL, options: RequestOptions & { readonly signal: AbortSignal }, settings: OriginalsSettings, allowed: BlockList): Promise<{ type: string; bytes: Buffer }> {
  let url = first;
  for (let step = 0; step <= mostRedirects; step += 1) {
    if (!isListed(url, settings)) throw trouble(url === first ? 'host-unlisted' : 'redirected');
    const response = await ask(url, options, allowed);
    const { statusCode: status = 0, headers } = response;
    if (![301, 302, 303, 307, 308].includes(status)) return { type: headers['content-type'] ?? '', bytes: await bodyOf(response, status, settings.maxBytes, options.signal) };
    response.destroy();
    const next = URL.parse(headers.location ?? '', url.href);
    // Another host of the list would be asked with what this one was to know.
    if (next === null || next.host !== url.host || next.username !== '' || (url.protocol === 'https:' && next.protocol !== 'https:')) throw trouble('redirected');
    url = next;
  }
  throw trouble('redirected');
}

function ask(url: URL, options: RequestOptions & { readonly signal: AbortSignal }, allowed: BlockList): Promise<IncomingMessage> {
  const literal = url.hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !mayConnect(literal, allowed)) throw trouble('address-private');
  const { promise, resolve: give, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  send(url, { ...options, agent: false, lookup: guarded(allowed) }, give).on('error', (error) => reject(unreached(error, options.signal))).end();
  return promise;
}

/** Name to addresses, those that may be asked; none of them is a refusal. */
function guarded(allowed: BlockList): NonNullable<RequestOptions['lookup']> {
  return (hostname, options, callback) => resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 4);
    const fine = addresses.filter(({ address }) => mayConnect(address, allowed));
    const [first] = fine;
    if (first === undefined) return callback(trouble('address-private'), '', 4);
    if (options.all === true) return (callback as unknown as (error: null, all: typeof fine) => void)(null, fine);
    callback(null, first.address, first.family);
  });
}

function unreached(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof Failure) return error;
  return signal.aborted ? trouble('timeout', 'transient', error) : trouble('unreachable', 'transient', error);
}

/** Where the server says how it ended: a record that is written a moment later is asked for again. */
function failureOf(status: number): Failure | undefined {
  if (status === 200) return undefined;
  if (status === 404 || status === 410) return trouble('not-found', status === 404 ? 'transient' : 'permanent');
  if (status === 408 || status === 429 || status >= 500) return trouble('server-failed', 'transient');
  return trouble('refused');
}

async function bodyOf(response: IncomingMessage, status: number, most: number, signal: AbortSignal): Promise<Buffer> {
  try {
    const failure = failureOf(status);
    if (failure !== undefined) throw failure;
    if (Number(response.headers['content-length'] ?? 0) > most) throw trouble('too-large');
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw trouble('too-large');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw unreached(error, signal);
  } finally {
    response.destroy();
  }
}
