/** A FHIR server for tests, rehearsals and the demonstration: resources in memory, search by `_lastUpdated`, pages, read, history, faults. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, BundleEntry, BundleLink, FhirResource, Reference } from 'fhir/r4.js';

/** What it does wrong, when a test asks for it; each for so many requests. */
export type Fault = 'error' | 'busy' | 'broken' | 'silent' | 'foreign-next' | 'circular-next' | 'gone-next' | 'forbidden';

export interface SimulatedFhirOptions {
  readonly now: () => Date;
  readonly token?: string;
  /** How a resource is written; for who keeps the digits of decimals. */
  readonly write?: (resource: FhirResource) => string | Uint8Array;
}

export class SimulatedFhirServer {
  readonly #options: SimulatedFhirOptions;
  readonly #versions = new Map<string, FhirResource[]>();
  readonly #server: Server;
  #faults: Fault[] = [];
  /** Paths that were asked, in their order. */
  readonly asked: string[] = [];

  constructor(options: SimulatedFhirOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  /** The base, for settings. */
  listen(port = 0): Promise<string> {
    return new Promise((resolve) => this.#server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/fhir`)));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** As a new version, changed now. */
  put(resource: FhirResource, at: Date = this.#options.now()): void {
    const name = `${resource.resourceType}/${resource.id ?? ''}`;
    const before = this.#versions.get(name) ?? [];
    this.#versions.set(name, [...before, { ...resource, meta: { ...resource.meta, versionId: String(before.length + 1), lastUpdated: at.toISOString() } }]);
  }

  /** As if it had never been. */
  remove(name: string): void {
    this.#versions.delete(name);
  }

  /** The next requests go wrong like this, one after another. */
  fail(...faults: Fault[]): void {
    this.#faults = faults;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(request.url ?? '');
    const { token } = this.#options;
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return this.#answer(response, 401, outcome('login', '没有令牌'));
    const fault = this.#faults.shift();
    if (fault === 'silent') return;
    if (fault === 'error') return this.#answer(response, 500, outcome('exception', 'database is away'));
    if (fault === 'busy') return this.#answer(response, 429, outcome('throttled', 'slow down'), { 'retry-after': '120' });
    if (fault === 'forbidden') return this.#answer(response, 403, outcome('forbidden', 'scope'));
    if (fault === 'broken') return void response.writeHead(200, { 'content-type': 'application/fhir+json' }).end('{"resourceType":"Bundle","type":"searchset","entry":[{');
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const [, base, type = '', id, history] = url.pathname.split('/');
    if (base !== 'fhir' || type === '') return this.#answer(response, 404, outcome('not-found', 'unknown path'));
    if (id !== undefined) return this.#one(response, `${type}/${id}`, history === '_history');
    if (fault === 'gone-next' && url.searchParams.has('_page')) return this.#answer(response, 410, outcome('not-found', 'the search has expired'));
    this.#answer(response, 200, this.#search(url, type, fault));
  }

  #one(response: ServerResponse, name: string, history: boolean): void {
    const versions = this.#versions.get(name);
    const last = versions?.at(-1);
    if (versions === undefined || last === undefined) return this.#answer(response, 404, outcome('not-found', name));
    this.#answer(response, 200, history ? { resourceType: 'Bundle', type: 'history', entry: versions.toReversed().map((resource) => ({ resource })) } : last);
  }

  #answer(response: ServerResponse, status: number, resource: FhirResource, headers: Record<string, string> = {}): void {
    response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end((this.#options.write ?? JSON.stringify)(resource));
  }

  #search(url: URL, type: string, fault: Fault | undefined): Bundle {
    const since = Date.parse((url.searchParams.get('_lastUpdated') ?? 'ge1970-01-01').slice(2));
    const count = Number(url.searchParams.get('_count') ?? 10);
    const page = Number(url.searchParams.get('_page') ?? 0);
    const found = [...this.#versions.values()].flatMap((versions) => versions.at(-1) ?? []).filter((resource) => resource.resourceType === type && changedAt(resource) >= since).toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    // Behind the last one shown: what changes between two pages moves to the end, and nothing is passed over.
    const after = url.searchParams.get('_after') ?? '';
    const left = found.filter((resource) => placeOf(resource) > after);
    const matches = left.slice(0, count);
    const entry: BundleEntry[] = [...matches.map((resource): BundleEntry => ({ resource, search: { mode: 'match' } })), ...this.#included(url, matches).map((resource): BundleEntry => ({ resource, search: { mode: 'include' } }))];
    return { resourceType: 'Bundle', type: 'searchset', link: left.length > count || fault === 'circular-next' || fault === 'foreign-next' ? [this.#next(url, page, matches.at(-1), fault)] : [], entry };
  }

  #next(url: URL, page: number, last: FhirResource | undefined, fault: Fault | undefined): BundleLink {
    const next = new URL(url);
    if (fault !== 'circular-next') next.searchParams.set('_page', String(page + 1));
    if (fault !== 'circular-next' && last !== undefined) next.searchParams.set('_after', placeOf(last));
    if (fault === 'foreign-next') next.host = 'elsewhere.example';
    return { relation: 'next', url: next.href };
  }

  #included(url: URL, matches: readonly FhirResource[]): FhirResource[] {
    const elements = url.searchParams.getAll('_include').flatMap((include) => included[include] ?? []);
    const references = matches.flatMap((each) => elements.flatMap((element) => [(each as unknown as Readonly<Record<string, Reference | Reference[] | undefined>>)[element] ?? []].flat()));
    return [...new Set(references.map(({ reference = '' }) => reference))].flatMap((reference) => this.#versions.get(reference)?.at(-1) ?? []);
  }
}

/** Search parameters by the element they follow. */
const included: Readonly<Record<string, string>> = {
  'DiagnosticReport:result': 'result', 'Organization:partof': 'partOf', 'Location:organization': 'managingOrganization', 'PractitionerRole:practitioner': 'practitioner', 'PractitionerRole:organization': 'organization', 'PractitionerRole:location': 'location',
};

const changedAt = (resource: FhirResource): number => Date.parse(resource.meta?.lastUpdated ?? '');
/** By time of change, then by name. */
const placeOf = (resource: FhirResource): string => `${String(changedAt(resource)).padStart(15, '0')} ${resource.id ?? ''}`;
const outcome = (code: string, diagnostics: string): FhirResource => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: code as 'exception', diagnostics }] });
