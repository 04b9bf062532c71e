/** What is answered: OperationOutcome, transaction and batch responses, the CapabilityStatement. Same reading, same bytes. */
import type { Bundle, BundleEntry, CapabilityStatement, FhirResource, OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js';
import { fill } from '../../core/phrases.ts';
import { type ProblemName, problems, said, warnings } from './phrases.ts';
import { readTypes } from './read/dispatch.ts';
import type { EntryOutcome, FhirReading, Problem } from './read.ts';

export const mediaType = 'application/fhir+json; charset=utf-8';

export interface Answer {
  readonly status: number;
  readonly resource: FhirResource;
  readonly headers?: Readonly<Record<string, string>>;
}

type IssueCode = OperationOutcomeIssue['code'];

const statuses: Readonly<Partial<Record<string, number>>> = { structure: 400, invalid: 400, 'too-long': 413, 'too-costly': 413, 'not-supported': 405, required: 422, value: 422, processing: 422, exception: 500, transient: 503, throttled: 429, login: 401, security: 401, forbidden: 403, 'not-found': 404 };
export const statusOf = (code: string): number => statuses[code] ?? 422;

const reasons: Readonly<Partial<Record<number, string>>> = { 200: '200 OK', 201: '201 Created', 400: '400 Bad Request', 405: '405 Method Not Allowed', 422: '422 Unprocessable Entity' };

export function issue(severity: OperationOutcomeIssue['severity'], code: string, diagnostics: string, expression?: string): OperationOutcomeIssue {
  return { severity, code: code as IssueCode, details: { text: diagnostics }, diagnostics, ...(expression !== undefined && { expression: [expression] }) };
}

export function outcome(...issues: OperationOutcomeIssue[]): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: issues.length > 0 ? issues : [issue('information', 'informational', said.taken)] };
}

export const issueOf = ({ code, name, expression }: Problem): OperationOutcomeIssue => issue('error', code, problems[name as ProblemName] ?? problems['not-taken'], expression);

/** A problem of the whole, with its status. */
export function refusal(code: string, name: ProblemName, expression?: string): Answer {
  return { status: statusOf(code), resource: outcome(issue('error', code, problems[name], expression)) };
}

/** Warnings of one entry: `Observation.effectiveDateTime` is told as the element of the entry. */
function warned({ warnings: all, at }: EntryOutcome): OperationOutcomeIssue[] {
  return all.map(({ place, name }) => issue(name === 'type-not-read' || name === 'not-read' ? 'information' : 'warning', name === 'type-not-read' || name === 'not-read' ? 'informational' : 'business-rule', warnings[name] ?? warnings['not-read'] ?? '', [at, ...place.split('.').slice(1)].join('.')));
}

/** `urn:uuid` and ids of ours are not kept: what has an id keeps it, what has none gets one from what was sent. */
export function idOf(entry: EntryOutcome, digest: string): string {
  return entry.id ?? `${digest.slice(0, 24)}-${entry.index}`;
}

/** What the reading of a whole request is answered. */
export function answerTo(reading: FhirReading, digest: string): Answer {
  const wrong = reading.entries.flatMap(({ problem }) => problem ?? []);
  const [first] = wrong;
  if (reading.bundle === undefined) return first === undefined ? single(reading, digest) : { status: statusOf(first.code), resource: outcome(issueOf(first)) };
  if (isWhole(reading.bundle) && first !== undefined) return { status: statusOf(first.code), resource: outcome(...wrong.slice(0, 50).map(issueOf)) };
  if (reading.bundle === 'transaction' || reading.bundle === 'batch') return { status: 200, resource: responses(reading, digest) };
  return { status: 200, resource: outcome(issue('information', 'informational', fill(said.accepted, { count: reading.entries.length - wrong.length })), ...wrong.slice(0, 50).map(issueOf), ...reading.entries.flatMap(warned).slice(0, 100)) };
}

/** All or nothing. */
export const isWhole = (bundle: string | undefined): boolean => bundle === undefined || bundle === 'transaction' || bundle === 'message';

function single(reading: FhirReading, digest: string): Answer {
  const [entry] = reading.entries;
  if (entry === undefined) return { status: 200, resource: outcome() };
  const id = idOf(entry, digest);
  return { status: 200, resource: outcome(issue('information', 'informational', said.taken), ...warned(entry)), headers: { location: `${entry.type}/${id}` } };
}

function responses({ bundle, entries }: FhirReading, digest: string): Bundle {
  return { resourceType: 'Bundle', type: bundle === 'transaction' ? 'transaction-response' : 'batch-response', entry: entries.map((entry) => responseOf(entry, digest)) };
}

function responseOf(entry: EntryOutcome, digest: string): BundleEntry {
  const { problem, method } = entry;
  if (problem !== undefined) return { response: { status: reasons[statusOf(problem.code)] ?? String(statusOf(problem.code)), outcome: outcome(issueOf(problem)) } };
  const issues = warned(entry);
  return { response: { status: reasons[method === 'PUT' ? 200 : 201] ?? '200 OK', location: `${entry.type}/${idOf(entry, digest)}`, ...(issues.length > 0 && { outcome: outcome(...issues) }) } };
}

/** What this door takes, for FHIR clients that ask. */
export function capabilityStatement({ date, version, url }: { readonly date: string; readonly version: string; readonly url: string }): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Wardline 移动医护', version },
    implementation: { description: '移动医护 FHIR R4 接入：接收 Bundle 与单个资源，不提供查询', url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: { description: '请求用 HTTP Message Signatures（RFC 9421）签名；不能签名的服务器可用按客户端发放的令牌（Authorization: Bearer）。' },
        resource: readTypes.filter((type) => !['OperationOutcome', 'SubscriptionStatus', 'Parameters', 'Subscription', 'MessageHeader'].includes(type)).map((type) => ({ type: type as FhirResource['resourceType'], interaction: [{ code: 'create' }, { code: 'update' }], versioning: 'no-version', updateCreate: true })),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        operation: [{ name: 'notify', definition: 'https://hl7.org/fhir/R4/subscription.html', documentation: '订阅通知（rest-hook）的接收地址：$notify' }],
      },
    ],
  };
}

/** Refusals that the door's own gate says (`core.…`), as FHIR issue codes. */
const gate: Readonly<Partial<Record<number, string>>> = { 400: 'structure', 401: 'login', 403: 'forbidden', 404: 'not-found', 413: 'too-long', 426: 'not-found', 429: 'throttled', 500: 'exception', 503: 'transient' };

export function gateRefusal({ status, message }: { readonly status: number; readonly message: string }): Answer {
  return { status: status === 426 ? 404 : status, resource: outcome(issue(status >= 500 ? 'fatal' : 'error', gate[status] ?? 'processing', message)) };
}

export const bytesOf = (resource: FhirResource): Buffer => Buffer.from(JSON.stringify(resource));
