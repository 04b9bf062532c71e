/** Shapes at the edge, shared with the page. */
import { z } from 'zod';
import { longestGraceHours } from './model.ts';

const at = z.coerce.date();
const code = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, '小写字母开头，只用小写字母、数字和连字符');
const door = z.string().regex(/^[a-z][a-z-]{1,30}$/);
export const algorithm = z.enum(['hmac-sha256', 'hmac-sm3', 'bearer']);

const settings = { name: z.string().trim().min(1).max(60), allowed: z.array(door).max(20), addresses: z.array(z.string().trim().min(2).max(50)).max(50) };

export const clientDraft = z.object({ code, ...settings, algorithm });
export const clientChange = z.object({ code, ...settings, active: z.boolean() });
export const keyRequest = z.object({ code, algorithm });
export const keyEnd = z.object({ code, key: z.string().max(40), inHours: z.int().min(0).max(longestGraceHours).default(0) });

export const keyView = z.object({ id: z.string(), algorithm, validFrom: at, validUntil: at.nullable(), revokedAt: at.nullable(), lastUsedAt: at.nullable(), holds: z.boolean() });
export const clientView = z.object({ code: z.string(), name: z.string(), allowed: z.array(z.string()), addresses: z.array(z.string()), active: z.boolean(), createdAt: at, keys: z.array(keyView) });
export type ClientView = z.infer<typeof clientView>;

/** `doors`: those there are. */
export const clientList = z.object({ clients: z.array(clientView), doors: z.array(z.object({ name: z.string(), what: z.string() })) });

/** The secret (base64url) is shown this once; of a token the whole of it, `<key>.<secret>`. */
export const givenKey = z.object({ key: z.string(), algorithm, secret: z.string() });
export type GivenKey = z.infer<typeof givenKey>;

/** What a machine gets for its ping. */
export const pong = z.object({ now: at, client: z.string(), doors: z.array(z.string()) });
