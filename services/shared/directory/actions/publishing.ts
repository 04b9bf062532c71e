/** An administrator says which page visitors read, and as it stands now. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { defineAction } from '../../../core/module.ts';
import { changed } from '../events.ts';
import { owned } from '../schema.public.ts';
import { standingPage } from '../store/public.ts';

const admin = byAdmin('system');

export const publishPage = defineAction({
  name: 'directory.publish-page',
  input: owned,
  output: z.void(),
  policy: admin,
  subject: ({ owner }) => owner,
  body: async ({ tx, now, actor, emit }, { owner }) => {
    const page = await standingPage(tx, owner);
    if (page === undefined) throw new Refusal('core.not-found', {}, 404);
    page.check();
    const row = { text: page.text, publishedAt: now, publishedBy: actor.id };
    await tx.publicPage.upsert({ where: { owner }, create: { owner, ...row }, update: row });
    emit(changed, owner, { how: 'changed', fields: ['publicPage'], source: 'hand' });
  },
});

/** Visitors no longer find it. */
export const withdrawPage = defineAction({
  name: 'directory.withdraw-page',
  input: owned,
  output: z.void(),
  policy: admin,
  subject: ({ owner }) => owner,
  body: async ({ tx, emit }, { owner }) => {
    const { count } = await tx.publicPage.deleteMany({ where: { owner } });
    if (count > 0) emit(changed, owner, { how: 'changed', fields: ['publicPage'], source: 'hand' });
  },
});
