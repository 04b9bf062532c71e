/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';
import { me, systemFunctions } from '../directory/schema.ts';

const systemFunction = z.enum(systemFunctions);
const duty = z.enum(['system', 'security', 'audit']);
export const staffNumber = z.string().trim().min(1).max(64).regex(/^[\p{L}\p{N}_.@-]+$/u);
/** Any length a form may hold; the policy speaks of the rest in words. */
export const typedPassword = z.string().min(1).max(1000);
export const totpCode = z.string().regex(/^\d{6}$/);
/** What the browser's WebAuthn gives; verified by the library, field by field. */
export const webauthnResponse = z.looseObject({ id: z.string().max(1024), type: z.string().max(32) });
const token = z.string().min(1).max(4096);

export const deskEntry = z.object({ number: staffNumber, password: typedPassword });
export const passkeyAnswer = z.object({ response: webauthnResponse, token });
export const newPassword = z.object({ password: typedPassword });

/** What is left to do at the desk; `me` when it is done. */
export const deskProgress = z.object({
  next: z.enum(['factor', 'password', 'enrol', 'done']),
  name: z.string(),
  totp: z.boolean(),
  passkey: z.boolean(),
  /** Whether browsers allow device-bound keys at our address. */
  passkeysPossible: z.boolean(),
  /** The shortest password that is taken. */
  minLength: z.number(),
  me: me.optional(),
});
export type DeskProgress = z.infer<typeof deskProgress>;

export const totpDraft = z.object({ secret: z.string(), uri: z.string(), token: z.string() });
export type TotpDraftView = z.infer<typeof totpDraft>;
export const totpConfirmation = z.object({ code: totpCode, token });
export const passkeyOptions = z.object({ options: z.looseObject({ challenge: z.string() }), token: z.string() });
export const passkeyRegistration = z.object({ response: webauthnResponse, token, label: z.string().trim().min(1).max(40) });

export const stepUp = z.discriminatedUnion('method', [
  z.object({ method: z.literal('totp'), code: totpCode }),
  z.object({ method: z.literal('pin'), pin: z.string().regex(/^\d{6}$/) }),
  z.object({ method: z.literal('passkey'), response: webauthnResponse, token }),
]);
export const steppedUp = z.object({ minutes: z.number() });

export const myFactors = z.object({
  totp: z.boolean(),
  passkeys: z.array(z.object({ id: z.string(), label: z.string(), createdAt: z.coerce.date(), lastUsedAt: z.coerce.date().nullable() })),
  pin: z.boolean(),
  passkeysPossible: z.boolean(),
  password: z.object({ changedAt: z.coerce.date(), changeBy: z.coerce.date().nullable(), minLength: z.number() }).nullable(),
});
export type MyFactors = z.infer<typeof myFactors>;

export const passwordChange = z.object({ current: typedPassword, password: typedPassword });

export const mySessions = z.object({
  sessions: z.array(
    z.object({
      handle: z.string(),
      terminal: z.enum(['dingtalk', 'wecom', 'desk']),
      device: z.string().nullable(),
      /** The last part masked. */
      address: z.string().nullable(),
      createdAt: z.coerce.date(),
      lastSeenAt: z.coerce.date(),
      isThis: z.boolean(),
    }),
  ),
});
export type MySessions = z.infer<typeof mySessions>;

export const accountsQuery = z.object({
  search: z.string().trim().max(40).default(''),
  only: z.enum(['all', 'opened']).default('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
export const accountRow = z.object({
  number: z.string(),
  name: z.string(),
  departmentName: z.string(),
  title: z.string(),
  active: z.boolean(),
  adminRole: duty.nullable(),
  state: z.enum(['none', 'open', 'must-change', 'disabled', 'locked']),
  lastSignInAt: z.coerce.date().nullable(),
  totp: z.boolean(),
  passkeys: z.number(),
  openSessions: z.number(),
  /** Whether the one who asks may change it. */
  manageable: z.boolean(),
});
export type AccountRow = z.infer<typeof accountRow>;
export const accountsView = z.object({ accounts: z.array(accountRow), total: z.number(), pageSize: z.number() });

/** Shown once, kept nowhere. */
export const givenPassword = z.object({ number: z.string(), name: z.string(), password: z.string() });
export type GivenPassword = z.infer<typeof givenPassword>;

const holders = z.array(z.object({ number: z.string(), name: z.string(), departmentName: z.string(), active: z.boolean() }));

export const administratorsView = z.object({
  duties: z.array(z.object({ duty, name: z.string(), words: z.string(), holders })),
  /** Parts of the system administrator's work, with those they were given to. */
  functions: z.array(z.object({ function: systemFunction, name: z.string(), words: z.string(), holders })),
  mayAppoint: z.boolean(),
});
export type AdministratorsView = z.infer<typeof administratorsView>;
export const functionGrant = z.object({ number: staffNumber, function: systemFunction });
export const appointment = z.object({ number: staffNumber, duty });
