/** The doors: bundles, single resources, notifications of subscriptions, and what we are. */
import type { ForeignAnswer, ForeignCall, ForeignDoor } from '../../core/foreign-door.ts';
import { fill } from '../../core/phrases.ts';
import { type Answer, bytesOf, capabilityStatement, gateRefusal, issue, mediaType, outcome, refusal } from '../../links/fhir/format.ts';
import { said } from '../../links/fhir/phrases.ts';
import { parseJson } from '../../links/fhir/read.ts';
import { readNotification } from '../../links/fhir/schema.notification.ts';
import { askFor } from './actions.ts';
import { type Sent, type TakeParts, take } from './take.ts';

export interface DoorParts extends TakeParts {
  readonly maxBytes: number;
  /** A server is set from which something can be fetched. */
  readonly canFetch: boolean;
  readonly url: string;
}

const answered = ({ status, resource, headers = {} }: Answer): ForeignAnswer => ({ status, type: mediaType, body: bytesOf(resource), headers });

export function fhirDoor(parts: DoorParts): ForeignDoor {
  const whole = (call: ForeignCall): Promise<ForeignAnswer> => received(parts, call, {});
  const single = (creates: boolean) => (call: ForeignCall): Promise<ForeignAnswer> => received(parts, call, { type: call.params['type'], id: call.params['id'], creates });
  const notified = (call: ForeignCall): Promise<ForeignAnswer> => notify(parts, call);
  return {
    name: 'fhir',
    maxBytes: parts.maxBytes,
    bearer: true,
    routes: [
      { method: 'GET', path: '/metadata', handle: async () => answered({ status: 200, resource: capabilityStatement({ date: '2026-11-29', version: '0.1.0', url: parts.url }) }) },
      { method: 'POST', path: '', handle: whole },
      { method: 'POST', path: '/$process-message', handle: whole },
      { method: 'POST', path: '/$notify', handle: notified },
      // With a payload, R4 servers put the resource below the address that was given.
      { method: 'PUT', path: '/$notify/:type/:id', handle: single(false) },
      { method: 'POST', path: '/$notify/:type', handle: single(false) },
      { method: 'POST', path: '/:type', handle: single(true) },
      { method: 'PUT', path: '/:type/:id', handle: single(false) },
    ],
    refused: (told) => answered(gateRefusal(told)),
  };
}

/** Every media type of JSON; a sender that names another is told so before anything is read. */
const isJson = (type: string): boolean => type === '' || /^application\/(fhir\+json|json|json\+fhir)\b/i.test(type);

async function received(parts: DoorParts, call: ForeignCall, more: Pick<Sent, 'type' | 'id' | 'creates'>): Promise<ForeignAnswer> {
  if (!isJson(call.contentType)) return answered({ ...refusal('not-supported', 'media-type'), status: 415 });
  const { status, body, location, said: heard } = await take(parts, { sender: call.actor.id, body: call.body, ...more });
  parts.heard({ door: 'fhir', name: call.actor.id, at: parts.late().corridor.now(), said: heard });
  return { status, type: mediaType, body, headers: location === undefined ? {} : { location: `${parts.url}/${location}` } };
}

async function notify(parts: DoorParts, call: ForeignCall): Promise<ForeignAnswer> {
  if (call.body.length > 0 && !isJson(call.contentType)) return answered({ ...refusal('not-supported', 'media-type'), status: 415 });
  const node = call.body.length === 0 ? {} : parseJson(call.body);
  if (typeof node === 'string') return received(parts, call, {});
  const notification = readNotification(node);
  if (notification.kind === 'content') return received(parts, call, {});
  if (notification.kind === 'nothing') return answered({ status: 200, resource: outcome(issue('information', 'informational', said.ping)) });
  if (!parts.canFetch) return answered({ ...refusal('not-supported', 'no-server'), status: 422 });
  const asked = [...notification.references];
  await parts.late().corridor.run(call.actor, askFor, { references: asked });
  return answered({ status: 200, resource: outcome(issue('information', 'informational', asked.length === 0 ? said.pinged : fill(said.fetching, { count: asked.length }))) });
}
