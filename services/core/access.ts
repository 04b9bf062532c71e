/**
 * Who is acting, and the policies that say yes. Nothing is allowed unless a policy allows it: an action or a query
 * without one does not compile, and a policy that cannot decide has refused.
 */
import type { Tx } from './db.ts';

export type Door = 'chat' | 'http' | 'job';

/** The three administrators of GB/T 22239 level 3: one runs the system, one the rights, one reads the records of both. */
export type AdminRole = 'system' | 'security' | 'audit';

/**
 * Parts of the system administrator's work that can be given to somebody else without the rest of it: no accounts, no
 * rights, no directory, no records (OPS-004, 管理员权限).
 */
export type SystemFunction = 'intake' | 'codes' | 'dictionaries' | 'feeds' | 'hospital-commands' | 'platforms' | 'duty-roster' | 'critical-limits';

/** Where somebody signed in. */
export type Terminal = 'dingtalk' | 'wecom' | 'desk';

/** The page session behind a request. */
export interface ActorSession {
  readonly id: string;
  readonly terminal: Terminal;
  /** Network address the request came from. */
  readonly address: string | undefined;
  /** When a second factor was shown last. */
  readonly steppedUpAt: Date | undefined;
}

export interface StaffActor {
  readonly kind: 'staff';
  /** Staff number. */
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly adminRole: AdminRole | undefined;
  /** Given to this person one by one; absent: none. */
  readonly functions?: readonly SystemFunction[] | undefined;
  readonly departmentCode: string;
  readonly wardCode: string | undefined;
  readonly door: Door;
  /** Session or platform account the request came from, for the audit row. */
  readonly origin: string;
  /** Absent at the chat door. */
  readonly session?: ActorSession | undefined;
}

/** Our own clock and jobs, or an outside system such as the laboratory. */
export interface MachineActor {
  readonly kind: 'system' | 'link';
  readonly id: string;
  readonly door: Door;
  /** Of a machine that called with a signed request: where from, and which doors of ours it may use. */
  readonly address?: string | undefined;
  readonly doors?: readonly string[] | undefined;
}

/** Nobody in particular: who reads what the hospital publishes, at a door that says so. */
export interface VisitorActor {
  readonly kind: 'visitor';
  readonly id: 'anybody';
  readonly door: 'http';
  readonly address: string | undefined;
}

export type Actor = StaffActor | MachineActor | VisitorActor;

/** The actor as it is written in facts and audit rows. */
export function actorKey(actor: Actor): string {
  return `${actor.kind}:${actor.id}`;
}

export const systemActor: MachineActor = { kind: 'system', id: 'wardline', door: 'job' };

export function linkActor(link: string): MachineActor {
  return { kind: 'link', id: link, door: 'job' };
}

/** Yes, with the policy that said it; or no, with the code of the sentence the person reads. */
export type Decision = { readonly allow: true; readonly by: string } | { readonly allow: false; readonly code: string };

export interface PolicyContext {
  /** Reads only. */
  readonly tx: Tx;
  readonly now: Date;
}

export type Policy<I> = (actor: Actor, input: I, context: PolicyContext) => Decision | Promise<Decision>;

export const deny = (code = 'core.not-allowed'): Decision => ({ allow: false, code });
export const allow = (by: string): Decision => ({ allow: true, by });

/** Only our own jobs and clock. */
export const bySystem: Policy<unknown> = (actor) => (actor.kind === 'system' ? allow('system') : deny());

/** Only these links of ours, never a machine at the http door that bears their name; and our own jobs that carry on their work. */
export function byLink(...links: readonly string[]): Policy<unknown> {
  return (actor) => {
    if (actor.kind === 'system') return allow('system');
    return actor.kind === 'link' && actor.door === 'job' && links.includes(actor.id) ? allow(`link:${actor.id}`) : deny();
  };
}

/** A machine at the http door, with a client of ours that may use this door. */
export function byMachine(door: string): Policy<unknown> {
  return (actor) => (actor.kind === 'link' && actor.door === 'http' && actor.doors?.includes(door) === true ? allow(`machine:${door}`) : deny());
}

/** Any signed-in member of staff: for what belongs to the person alone (my tasks, my sessions). */
export const byAnyStaff: Policy<unknown> = (actor) => (actor.kind === 'staff' ? allow('signed-in staff') : deny('core.sign-in-first'));

/** Whoever comes: only for what the hospital has published. */
export const byAnybody: Policy<unknown> = (actor) => (actor.kind === 'visitor' || actor.kind === 'staff' ? allow('published') : deny());

/** The administrators with one of these duties; no other role stands in for them. */
export function byAdmin(...roles: AdminRole[]): Policy<unknown> {
  return (actor) => (actor.kind === 'staff' && actor.adminRole !== undefined && roles.includes(actor.adminRole) ? allow(`admin:${actor.adminRole}`) : deny());
}

/** The system administrator, and whoever was given this part of the work. */
export function byFunction(name: SystemFunction): Policy<unknown> {
  const asAdministrator = byAdmin('system');
  return (actor, input, context) => (actor.kind === 'staff' && actor.functions?.includes(name) === true ? allow(`function:${name}`) : asAdministrator(actor, input, context));
}

/** Staff with one of these roles. */
export function byRole(...roles: string[]): Policy<unknown> {
  return (actor) => (actor.kind === 'staff' && roles.includes(actor.role) ? allow(`role:${actor.role}`) : deny());
}
