/** What visitors read, and what an administrator sees before publishing it. */
import { z } from 'zod';

export const pageOwner = z.string().regex(/^(institution|department):[\w.-]{1,40}$/);

const text = z.string().nullable();

/** A page as it was published; `pictures` are ids of `directory_picture`. */
export const publicText = z.object({
  name: z.string(),
  /** Of a department: inpatient, outpatient … */
  kind: text,
  level: text,
  tags: z.array(z.string()),
  address: text,
  phone: text,
  homePage: text,
  intro: text,
  floorGuide: text,
  visitGuide: text,
  campuses: z.array(z.object({ name: z.string(), address: text, hotline: text })),
  pictures: z.array(z.string()),
});
export type PublicText = z.infer<typeof publicText>;

export const owned = z.object({ owner: pageOwner });

export const publicationView = z.object({
  published: z.object({ at: z.coerce.date(), by: z.string() }).nullable(),
  /** What visitors read and what stands here now, field by field, as text. */
  differences: z.array(z.object({ field: z.string(), published: z.string(), now: z.string() })),
});
export type PublicationView = z.infer<typeof publicationView>;

const line = publicText.pick({ name: true, kind: true, level: true, tags: true, address: true, phone: true }).extend({ code: z.string() });

export const guideView = z.object({
  institutions: z.array(line.extend({ campuses: publicText.shape.campuses })),
  /** `above`: the nearest department over it that is published too. */
  departments: z.array(line.extend({ institution: text, above: text })),
});
export type GuideView = z.infer<typeof guideView>;

/** `institution`: the one around a department, with a telephone where somebody can be asked. */
export const guidePageView = publicText.omit({ pictures: true }).extend({
  owner: z.string(),
  institution: z.object({ name: z.string(), phone: text }).nullable(),
  pictures: z.array(z.object({ caption: z.string(), mime: z.string(), base64: z.string() })),
});
export type GuidePageView = z.infer<typeof guidePageView>;
