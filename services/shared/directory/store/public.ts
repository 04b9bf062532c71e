/** Published pages, and the places they are of. */
import type { Tx } from '../../../core/db.ts';
import { type PublicText, publicText } from '../schema.public.ts';
import { checkPublishable, departmentText, institutionText } from '../rules.ts';

export interface Owner {
  readonly kind: 'institution' | 'department';
  readonly code: string;
}

/** `department:CARD` */
export function ownerOf(owner: string): Owner {
  const at = owner.indexOf(':');
  return { kind: owner.slice(0, at) as Owner['kind'], code: owner.slice(at + 1) };
}

export interface Standing {
  readonly text: PublicText;
  /** @throws Refusal when it cannot be published */
  check(): void;
}

/** The page as it stands here now; `undefined`: there is no such place. */
export async function standingPage(tx: Tx, owner: string): Promise<Standing | undefined> {
  const { kind, code } = ownerOf(owner);
  const pictures = (await tx.directoryPicture.findMany({ where: { owner }, orderBy: [{ position: 'asc' }, { id: 'asc' }], select: { id: true } })).map(({ id }) => id);
  const row = kind === 'institution'
    ? await tx.institution.findUnique({ where: { code }, include: { campuses: { where: { active: true }, orderBy: { code: 'asc' } } } })
    : await tx.department.findUnique({ where: { code } });
  if (row === null) return undefined;
  const text = 'campuses' in row ? institutionText(row, pictures) : departmentText(row, pictures);
  return { text, check: () => checkPublishable(row, text) };
}

export interface Published {
  readonly code: string;
  readonly text: PublicText;
}

/** Of places in use. */
export async function publishedPages(tx: Tx, kind: Owner['kind']): Promise<Published[]> {
  const rows = await tx.publicPage.findMany({ where: { owner: { startsWith: `${kind}:` } }, orderBy: { owner: 'asc' }, select: { owner: true, text: true } });
  const codes = rows.map(({ owner }) => ownerOf(owner).code);
  const query = { where: { code: { in: codes }, active: true }, select: { code: true } };
  const inUse = new Set((kind === 'institution' ? await tx.institution.findMany(query) : await tx.department.findMany(query)).map(({ code }) => code));
  return rows.map(({ owner, text }) => ({ code: ownerOf(owner).code, text: publicText.parse(text) })).filter(({ code }) => inUse.has(code));
}

export async function publishedPage(tx: Tx, owner: string): Promise<{ readonly text: PublicText; readonly at: Date; readonly by: string } | undefined> {
  const row = await tx.publicPage.findUnique({ where: { owner } });
  return row === null ? undefined : { text: publicText.parse(row.text), at: row.publishedAt, by: row.publishedBy };
}
