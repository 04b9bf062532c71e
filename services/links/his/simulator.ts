/** A HIS for tests, rehearsals and the demonstration: keeps lists in memory and answers as the contract says. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DirectorySource, ToldKind } from './port.ts';
import { readTold } from './schema.ts';
import { header, sameSignature, signAnswer, signRequest, skewSeconds } from './signing.ts';

export interface HisLists {
  departments: unknown[];
  wards: unknown[];
  beds: unknown[];
  staff: unknown[];
  groups: unknown[];
}

export interface SimulatedHisOptions {
  readonly secret: string;
  readonly now: () => number;
}

/** What the simulated system does wrong, when a test asks for it. */
export type HisMood = 'well' | 'away' | 'forged' | 'garbled';

export class SimulatedHis {
  readonly lists: HisLists = { departments: [], wards: [], beds: [], staff: [], groups: [] };
  mood: HisMood = 'well';
  readonly #options: SimulatedHisOptions;
  readonly #seen = new Set<string>();
  #server: Server | undefined;

  constructor(options: SimulatedHisOptions) {
    this.#options = options;
  }

  /** The address to ask. */
  async listen(port = 0): Promise<string> {
    const server = createServer((request, response) => this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/directory`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.#server === undefined ? resolve() : this.#server.close(() => resolve())));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const target = request.url ?? '/';
    const nonce = String(request.headers[header.nonce] ?? '');
    const refused = this.#refusal(request, target, nonce);
    if (this.mood === 'away') return void response.writeHead(503).end();
    if (refused !== undefined) return void response.writeHead(refused).end();
    const url = new URL(target, 'http://his');
    const list = this.lists[(url.pathname.split('/').at(-1) ?? '') as keyof HisLists];
    if (list === undefined) return void response.writeHead(404).end();
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = from + Math.min(2000, Number(url.searchParams.get('limit') ?? 500));
    const body = this.mood === 'garbled' ? '<html>' : JSON.stringify({ rows: list.slice(from, to), next: to < list.length ? String(to) : null });
    const secret = this.mood === 'forged' ? 'somebody else' : this.#options.secret;
    response.writeHead(200, { 'content-type': 'application/json', [header.signature]: signAnswer(secret, nonce, body) }).end(body);
  }

  #refusal({ method = 'GET', headers }: IncomingMessage, target: string, nonce: string): number | undefined {
    const client = String(headers[header.client] ?? '');
    const time = String(headers[header.time] ?? '');
    const right = signRequest(this.#options.secret, { method, target, client, time, nonce });
    if (!sameSignature(String(headers[header.signature] ?? ''), right)) return 401;
    if (Math.abs(this.#options.now() / 1000 - Number(time)) > skewSeconds || this.#seen.has(nonce)) return 401;
    this.#seen.add(nonce);
    return undefined;
  }
}

/** The same lists without a wire, as they stand when they are asked. */
export function memorySource(lists: HisLists, name = 'his', rowsPerPage = 500): DirectorySource {
  return {
    name,
    kinds: ['department', 'ward', 'bed', 'staff', 'group'],
    page: async (cursor) => {
      const all = everything(lists);
      const from = Number(cursor ?? 0);
      const to = from + rowsPerPage;
      const rows = all.slice(from, to).map(({ kind, raw, place }) => readTold(kind, raw, place));
      return { rows, next: to < all.length ? String(to) : undefined };
    },
  };
}

function everything(lists: HisLists): { kind: ToldKind; raw: unknown; place: string }[] {
  const kinds = { departments: 'department', wards: 'ward', beds: 'bed', staff: 'staff', groups: 'group' } as const;
  return (['departments', 'wards', 'beds', 'staff', 'groups'] as const).flatMap((list) => lists[list].map((raw, at) => ({ kind: kinds[list], raw, place: `${list} ${at + 1}` })));
}
