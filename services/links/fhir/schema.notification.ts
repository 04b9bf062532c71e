/**
 * What a subscription tells: R4 rest-hook without payload (nothing at all), the R4 backport (a `history` bundle that begins
 * with Parameters) and R4B/R5 (a `subscription-notification` bundle that begins with a SubscriptionStatus).
 */
import { type Node, child, nodes, text } from './node.ts';

export type Notification =
  /** Resources stand in it: it is read as a bundle. */
  | { readonly kind: 'content' }
  /** Something changed: these, or, of an empty list, whatever did. */
  | { readonly kind: 'changed'; readonly references: readonly string[] }
  /** A handshake or a sign of life. */
  | { readonly kind: 'nothing' };

/** So many are fetched for one notification; more than that is whatever changed. */
const most = 1000;

export function readNotification(node: Node): Notification {
  const type = text(node, 'resourceType');
  if (type === undefined) return { kind: 'changed', references: [] };
  if (type !== 'Bundle') return statusIn(node) === undefined ? { kind: 'content' } : changes(statusIn(node) ?? {});
  const resources = nodes(node, 'entry').map((entry) => child(entry, 'resource'));
  const status = resources[0] === undefined ? undefined : statusIn(resources[0]);
  if (status === undefined || resources.slice(1).some((resource) => resource !== undefined)) return { kind: 'content' };
  const listed = nodes(node, 'entry').slice(1).flatMap((entry) => nameIn(text(entry, 'fullUrl') ?? text(child(entry, 'request'), 'url')) ?? []);
  return changes(status, listed);
}

/** The SubscriptionStatus, or the Parameters that stand for it, as one. */
function statusIn(resource: Node): Node | undefined {
  if (text(resource, 'resourceType') === 'SubscriptionStatus') return resource;
  if (text(resource, 'resourceType') !== 'Parameters') return undefined;
  const parameters = nodes(resource, 'parameter');
  const named = (name: string): Node | undefined => parameters.find((each) => text(each, 'name') === name);
  const type = text(named('type'), 'valueCode');
  if (type === undefined) return undefined;
  const events = parameters.filter((each) => text(each, 'name') === 'notification-event').map((event) => ({ focus: nodes(event, 'part').filter((part) => text(part, 'name') === 'focus').map((part) => child(part, 'valueReference')) }));
  return { resourceType: 'SubscriptionStatus', type, notificationEvent: events };
}

function changes(status: Node, listed: readonly string[] = []): Notification {
  if (text(status, 'type') !== 'event-notification' && text(status, 'type') !== 'query-event') return { kind: 'nothing' };
  const focus = nodes(status, 'notificationEvent').flatMap((event) => nodes(event, 'focus')).flatMap((each) => nameIn(text(each, 'reference')) ?? []);
  const references = [...new Set([...focus, ...listed])];
  return { kind: 'changed', references: references.length > most ? [] : references };
}

/** `Observation/1` of any url: it is fetched from the server that is set, never from an address somebody sent. */
function nameIn(url: string | undefined): string | undefined {
  return /(?:^|\/)([A-Z][A-Za-z]{2,40}\/[\w.-]{1,64})(?:\/_history\/[\w.-]{1,64})?$/.exec(url ?? '')?.[1];
}
