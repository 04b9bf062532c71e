/** The facts this module publishes. No names of patients. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { flags, glassReasons, grantScopes } from './model.ts';

/** Subject: the patient's id. */
export const glassBroken = defineEvent('data-scope.glass-broken', z.object({ grant: z.uuid(), staff: z.string(), kind: z.enum(glassReasons), until: z.coerce.date() }));
/** Subject: the patient's id. */
export const glassReviewed = defineEvent('data-scope.glass-reviewed', z.object({ grant: z.uuid(), verdict: z.enum(['justified', 'not-justified']) }));
/** Subject of these: the staff number of whose permission it is. */
export const permissionAsked = defineEvent('data-scope.permission-asked', z.object({ request: z.uuid(), scope: z.enum(grantScopes) }));
export const permissionDecided = defineEvent('data-scope.permission-decided', z.object({ request: z.uuid(), granted: z.boolean() }));
export const grantRevoked = defineEvent('data-scope.grant-revoked', z.object({ grant: z.uuid() }));
/** Somebody left: everything that was open for them. */
export const grantsEnded = defineEvent('data-scope.grants-ended', z.object({ grants: z.int(), requests: z.int() }));
/** Subject: the exception's name. */
export const exceptionSet = defineEvent('data-scope.exception-set', z.object({ on: z.boolean(), columns: z.array(z.string()) }));
/** Subject: the patient's id. */
export const flagSet = defineEvent('data-scope.flag-set', z.object({ flag: z.enum(flags), on: z.boolean() }));

export const events = [glassBroken, glassReviewed, permissionAsked, permissionDecided, grantRevoked, grantsEnded, exceptionSet, flagSet];
