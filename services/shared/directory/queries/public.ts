/** What visitors read: published pages and nothing else; and how an administrator sees them beside what stands here. */
import { z } from 'zod';
import { byAdmin, byAnybody } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { Refusal } from '../../../core/errors.ts';
import { defineQuery } from '../../../core/module.ts';
import { pageDifferences } from '../rules.ts';
import { guidePageView, guideView, owned, publicationView } from '../schema.public.ts';
import { type Published, ownerOf, publishedPage, publishedPages, standingPage } from '../store/public.ts';
import { findPerson } from '../store.ts';

export const publication = defineQuery({
  name: 'directory.publication',
  input: owned,
  output: publicationView,
  policy: byAdmin('system', 'security'),
  audited: false,
  body: async ({ tx }, { owner }) => {
    const standing = await standingPage(tx, owner);
    if (standing === undefined) throw new Refusal('core.not-found', {}, 404);
    const published = await publishedPage(tx, owner);
    const by = published === undefined ? '' : ((await findPerson(tx, published.by))?.name ?? published.by);
    return { published: published === undefined ? null : { at: published.at, by }, differences: pageDifferences(published?.text, standing.text) };
  },
});

export const guide = defineQuery({
  name: 'directory.guide',
  input: z.object({}),
  output: guideView,
  policy: byAnybody,
  audited: false,
  body: async ({ tx }) => {
    const institutions = await publishedPages(tx, 'institution');
    const departments = await publishedPages(tx, 'department');
    const places = new Map((await tx.department.findMany({ select: { code: true, parentCode: true, institutionCode: true } })).map((row) => [row.code, row]));
    const names = new Map(departments.map(({ code, text }) => [code, text.name]));
    return {
      institutions: institutions.map(({ code, text }) => ({ code, ...text })),
      departments: departments.map(({ code, text }) => ({ code, ...text, institution: places.get(code)?.institutionCode ?? null, above: nearestAbove(code, places, names) })),
    };
  },
});

/** HIS may say a circle: each is looked at once. */
function nearestAbove(code: string, places: ReadonlyMap<string, { readonly parentCode: string | null }>, names: ReadonlyMap<string, string>): string | null {
  const seen = new Set([code]);
  let at = places.get(code)?.parentCode ?? null;
  while (at !== null && !seen.has(at)) {
    const name = names.get(at);
    if (name !== undefined) return name;
    seen.add(at);
    at = places.get(at)?.parentCode ?? null;
  }
  return null;
}

export const guidePage = defineQuery({
  name: 'directory.guide-page',
  input: owned,
  output: guidePageView,
  policy: byAnybody,
  audited: false,
  body: async ({ tx }, { owner }) => {
    const { kind, code } = ownerOf(owner);
    const page = (await publishedPages(tx, kind)).find((each) => each.code === code);
    if (page === undefined) throw new Refusal('core.not-found', {}, 404);
    return { ...page.text, owner, institution: kind === 'department' ? await institutionAround(tx, code) : null, pictures: await picturesOf(tx, page) };
  },
});

/** A department's visitor may have to ask somebody: the hospital's own telephone, where that is published. */
async function institutionAround(tx: Tx, code: string): Promise<{ name: string; phone: string | null } | null> {
  const all = await publishedPages(tx, 'institution');
  const own = (await tx.department.findUnique({ where: { code }, select: { institutionCode: true } }))?.institutionCode;
  const found = all.find((each) => each.code === own) ?? (all.length === 1 ? all[0] : undefined);
  return found === undefined ? null : { name: found.text.name, phone: found.text.phone };
}

/** Those that were published and not taken away since. */
async function picturesOf(tx: Tx, { text }: Published): Promise<{ caption: string; mime: string; base64: string }[]> {
  const rows = await tx.directoryPicture.findMany({ where: { id: { in: text.pictures } }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  return rows.map(({ caption, mime, bytes }) => ({ caption, mime, base64: Buffer.from(bytes).toString('base64') }));
}
