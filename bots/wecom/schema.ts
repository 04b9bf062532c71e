/** What WeCom answers and says, as far as we read it. Everything else in an answer is left alone. */
import { z } from 'zod';

/** Every answer; error codes are looked at before the rest. */
export const answerSchema = z.looseObject({ errcode: z.int().default(0), errmsg: z.string().default('') });

export const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
export const ticketSchema = z.object({ ticket: z.string().min(1), expires_in: z.number().positive() });
export const doneSchema = z.object({});

/** `invaliduser` of a send: `a|b`, in lower case. With some of several invalid the errcode is still 0. */
export const sentSchema = z.object({
  msgid: z.string().optional(),
  response_code: z.string().optional(),
  invaliduser: z.string().optional(),
  unlicenseduser: z.string().optional(),
});

/** `invaliduser` of an update is a list, unlike a send's. */
export const updatedSchema = z.object({ invaliduser: z.union([z.array(z.string()), z.string()]).optional() });

/** The new path answers `userid`, the old one `UserId`; outsiders have an openid only. */
export const whoSchema = z
  .object({ userid: z.string().optional(), UserId: z.string().optional() })
  .transform((who) => ({ user: who.userid ?? who.UserId ?? '' }));

export const departmentsSchema = z.object({
  department: z.array(z.object({ id: z.int(), name: z.string().default(''), parentid: z.int().default(0) })),
});

export const membersSchema = z.object({
  userlist: z.array(
    z.object({
      userid: z.string().min(1),
      name: z.string().default(''),
      alias: z.string().default(''),
      department: z.array(z.int()).default([]),
      /** The corporation's own fields; a text's value stands in `text` and, in older answers, beside it. */
      extattr: z.object({ attrs: z.array(z.object({ name: z.string().default(''), value: z.string().optional(), text: z.object({ value: z.string().default('') }).optional() })).default([]) }).default({ attrs: [] }),
      /** 1 active, 2 disabled, 4 not activated, 5 left. */
      status: z.int().default(1),
    }),
  ),
});
export type Member = z.infer<typeof membersSchema>['userlist'][number];

/** `agent/get`: who can see the app and which domain it trusts. */
export const agentSchema = z.object({
  name: z.string().default(''),
  close: z.int().default(0),
  redirect_domain: z.string().default(''),
  allow_userinfos: z.object({ user: z.array(z.unknown()).default([]) }).default({ user: [] }),
  allow_partys: z.object({ partyid: z.array(z.unknown()).default([]) }).default({ partyid: [] }),
  allow_tags: z.object({ tagid: z.array(z.unknown()).default([]) }).default({ tagid: [] }),
});
