/** HIS asked over HTTP: documented JSON, signed both ways (README.md). */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../core/errors.ts';
import type { DirectoryPage, DirectorySource, ToldKind } from './port.ts';
import { readTold } from './schema.ts';
import type { HisSettings } from './settings.ts';
import { header, sameSignature, signAnswer, signRequest } from './signing.ts';

/** Below the address, in the order they are asked. */
const everyList = [
  ['department', 'departments'],
  ['ward', 'wards'],
  ['bed', 'beds'],
  ['staff', 'staff'],
  ['group', 'groups'],
] as const satisfies readonly (readonly [ToldKind, string])[];

type Lists = readonly (readonly [ToldKind, string])[];
/** Many a HIS tells no beds: they are asked for only where the hospital says so, or all of them would be missing. */
const listsOf = ({ beds }: Pick<HisSettings, 'beds'>): Lists => everyList.filter(([kind]) => beds || kind !== 'bed');

const answerSchema = z.object({ rows: z.array(z.unknown()), next: z.string().min(1).nullish() });
/** What is asked next: which list, at the other side's own cursor, how many rows of it came already. */
const place = z.object({ list: z.int().min(0).max(everyList.length - 1), at: z.string().nullable(), seen: z.int() });

/** A page larger than this is not read to its end. */
const mostBytes = 8 * 1_048_576;

export function hisSource(settings: HisSettings, now: () => number): DirectorySource {
  const lists = listsOf(settings);
  return {
    name: 'his',
    kinds: lists.map(([kind]) => kind),
    page: async (cursor) => {
      const { list, at, seen } = cursor === undefined ? { list: 0, at: null, seen: 0 } : place.parse(JSON.parse(cursor));
      const [kind, path] = lists[list] ?? everyList[0];
      const query = new URLSearchParams({ limit: String(settings.pageRows), ...(at === null ? {} : { cursor: at }) });
      const answer = await ask(settings, `/${path}?${query}`, now);
      const rows = answer.rows.map((raw, index) => readTold(kind, raw, `${path} ${seen + index + 1}`));
      if (answer.next === at && at !== null) throw new Failure(`HIS repeats the cursor of ${path}`, 'permanent', 'cursor');
      return { rows, next: nextOf(lists, list, answer.next ?? undefined, seen + rows.length) } satisfies DirectoryPage;
    },
  };
}

function nextOf(lists: Lists, list: number, at: string | undefined, seen: number): string | undefined {
  if (at !== undefined) return JSON.stringify({ list, at, seen });
  return list + 1 < lists.length ? JSON.stringify({ list: list + 1, at: null, seen: 0 }) : undefined;
}

async function ask({ url, client, secret, timeoutMs }: HisSettings, target: string, now: () => number): Promise<z.output<typeof answerSchema>> {
  const address = new URL(url + target);
  const time = String(Math.floor(now() / 1000));
  const nonce = randomBytes(16).toString('hex');
  const signature = signRequest(secret, { method: 'GET', target: address.pathname + address.search, client, time, nonce });
  const headers = { accept: 'application/json', [header.client]: client, [header.time]: time, [header.nonce]: nonce, [header.signature]: signature };
  const response = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new Failure('HIS did not answer', 'transient', 'unreachable', { cause: error });
  });
  if (response.status >= 500 || response.status === 429) throw new Failure(`HIS answered ${response.status}`, 'transient', String(response.status));
  if (!response.ok) throw new Failure(`HIS answered ${response.status}`, 'permanent', String(response.status));
  const body = await textOf(response);
  if (!sameSignature(response.headers.get(header.signature), signAnswer(secret, nonce, body))) throw new Failure('the signature of the answer is not of HIS', 'permanent', 'signature');
  const read = answerSchema.safeParse(parsed(body));
  if (!read.success) throw new Failure('HIS answered in another shape', 'permanent', 'shape');
  return read.data;
}

async function textOf(response: Response): Promise<string> {
  const body = await response.text().catch((error: unknown) => {
    throw new Failure('the answer of HIS broke off', 'transient', 'cut', { cause: error });
  });
  if (body.length > mostBytes) throw new Failure('a page of HIS is too large', 'permanent', 'size');
  return body;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
