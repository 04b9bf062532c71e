import type { Me } from '../../../services/shared/directory/schema.ts';

/** Whom the frame offers a part of the system's work to; the service decides by itself (`byFunction`). */
export function doesFor(name: Me['functions'][number]): (person: Me) => boolean {
  return ({ adminRole, functions }) => adminRole === 'system' || functions.includes(name);
}
