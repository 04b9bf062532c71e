/** Entering is on record before the ticket leaves; the other side shows it once. */
import { type Actor, byMachine, deny, allow } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { defineAction, defineFlow, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { Replays } from '../../core/replays.ts';
import { findPerson } from '../../shared/directory/index.ts';
import { z } from 'zod';
import { phrases } from './phrases.ts';
import { claimsOf, mayEnter, troubleOf, wayOf } from './rules.ts';
import { entered, stationAsked, stationView, stationWay, ticketGiven } from './schema.ts';
import type { DoctorStationSettings } from './settings.ts';
import type { TicketKeys } from './ticket.ts';

export interface StationParts {
  readonly settings: DoctorStationSettings | undefined;
  readonly keys: TicketKeys;
  /** Who signs: the address of our pages. */
  readonly issuer: string;
  readonly replays: Pick<Replays, 'first'>;
  /** When this process began. */
  readonly began: Date;
}

const refuse = refusals(phrases);

export function stationActs({ settings, keys, issuer, replays, began }: StationParts) {
  const isFor = (actor: Actor): boolean => settings !== undefined && actor.kind === 'staff' && mayEnter(settings, { role: actor.role, departmentCode: actor.departmentCode, isAdministrator: actor.adminRole !== undefined });
  const parties = { iss: issuer, aud: settings?.audience ?? '' };

  const entry = defineQuery({
    name: 'doctor-station.entry',
    input: z.object({}),
    output: stationView,
    policy: (actor) => (actor.kind === 'staff' ? allow('signed-in staff') : deny('core.sign-in-first')),
    // A word of the hospital's own.
    audited: false,
    body: async ({ actor }) => ({ name: isFor(actor) ? (settings?.name ?? null) : null }),
  });

  const open = defineAction({
    name: 'doctor-station.open',
    input: stationAsked,
    output: stationWay,
    policy: (actor) => (isFor(actor) ? allow('settings of the entry') : deny()),
    subject: ({ container }) => container,
    body: async ({ tx, now, actor }, { container }) => {
      const person = actor.kind === 'staff' ? await findPerson(tx, actor.id) : undefined;
      if (settings === undefined || person === undefined) throw new Refusal('core.not-allowed', {}, 403);
      const claims = claimsOf({ sub: person.number, name: person.name, department: person.departmentCode, departmentName: person.departmentName }, { ...parties, jti: newId(now.getTime()) }, now);
      const way = wayOf(settings, container, keys.sign(claims));
      if (way === undefined) throw refuse('doctor-station.no-way', {}, 409);
      return way;
    },
  });

  const person = defineQuery({
    name: 'doctor-station.person',
    input: z.object({ number: z.string() }),
    output: entered.omit({ issuedAt: true }).nullable(),
    policy: byMachine('doctor-station'),
    // The flow that asks is on record.
    audited: false,
    body: async ({ tx }, { number }) => {
      const found = await findPerson(tx, number);
      return found === undefined ? null : { number, name: found.name, department: found.departmentCode, departmentName: found.departmentName };
    },
  });

  // The memory of used tickets may lie in Redis, which no transaction waits for.
  const redeem = defineFlow({
    name: 'doctor-station.redeem',
    input: ticketGiven,
    output: entered,
    policy: byMachine('doctor-station'),
    audited: true,
    body: async ({ ask, now }, { ticket }) => {
      const claims = keys.read(ticket);
      const trouble = claims === undefined ? 'unknown' : troubleOf(claims, parties, now, Math.floor(began.getTime() / 1000));
      if (claims === undefined || trouble !== undefined) throw refuse(`doctor-station.${trouble ?? 'unknown'}`, {}, 409);
      if (!(await replays.first(`doctor-station ${claims.jti}`))) throw refuse('doctor-station.used', {}, 409);
      const who = await ask(person, { number: claims.sub });
      if (who === null) throw refuse('doctor-station.unknown', {}, 409);
      return { ...who, issuedAt: new Date(claims.iat * 1000) };
    },
  });

  return { entry, open, person, redeem };
}
