/** A hospital's system that posts facts to the service of a world, one message at a time. */
import { randomBytes } from 'node:crypto';
import { signRequest } from '../../services/core/machine-signature.ts';
import type { FactsOutcome } from '../../services/links/contract/schema.facts.ts';
import { fhirSender } from './fhir-sender.ts';
import type { World } from './world.ts';

const path = '/api/machine/facts';

/** @returns what became of a message: `accepted`, or why not */
export async function contractSender(w: World, code: string): Promise<(message: object) => Promise<string>> {
  const { key: { key: id, secret } } = await fhirSender(w, { code, allowed: ['facts'] });
  return async (message) => {
    const body = JSON.stringify({ messages: [message] });
    const signed = signRequest({ id, algorithm: 'hmac-sha256', secret: Buffer.from(secret, 'base64url') }, { method: 'POST', path, query: '?', body: Buffer.from(body) }, w.now(), randomBytes(12).toString('base64url'));
    const answer = await fetch(`${w.url}${path}`, { method: 'POST', headers: { ...signed, 'content-type': 'application/json' }, body });
    const text = await answer.text();
    const [outcome] = answer.ok ? (JSON.parse(text) as { data: { outcomes: FactsOutcome[] } }).data.outcomes : [];
    return outcome?.outcome === 'accepted' ? 'accepted' : (outcome?.message ?? text);
  };
}
