/** Pictures of an institution's or department's page, made small by the browser; and platforms' departments bound by hand. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import { newId } from '../../../core/ids.ts';
import { defineAction } from '../../../core/module.ts';
import { changed } from '../events.ts';
import { pictureBytes, picturesPerPage } from '../model.ts';
import { pictureDraft } from '../schema.ts';
import { refuse } from './places.ts';

const admin = byAdmin('system');

/** First bytes of the formats: what a file says it is, it has to be. */
const marks = { 'image/jpeg': 'ffd8ff', 'image/png': '89504e47', 'image/webp': '52494646' } as const;

export const addPicture = defineAction({
  name: 'directory.add-picture',
  input: pictureDraft,
  output: z.object({ id: z.string() }),
  policy: admin,
  subject: ({ owner }) => owner,
  body: async ({ tx, now, emit }, { owner, caption, mime, base64 }) => {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    const position = await tx.directoryPicture.count({ where: { owner } });
    const isPicture = Buffer.from(bytes.subarray(0, 4)).toString('hex').startsWith(marks[mime]);
    if (!isPicture || bytes.length > pictureBytes || position >= picturesPerPage) throw refuse('directory.picture', {}, 400);
    const id = newId(now.getTime());
    await tx.directoryPicture.create({ data: { id, owner, position, caption, mime, bytes } });
    emit(changed, owner, { how: 'changed', fields: ['pictures'], source: 'hand' });
    return { id };
  },
});

export const removePicture = defineAction({
  name: 'directory.remove-picture',
  input: z.object({ id: z.uuid() }),
  output: z.void(),
  policy: admin,
  subject: ({ id }) => id,
  body: async ({ tx, emit }, { id }) => {
    const row = await tx.directoryPicture.findUnique({ where: { id }, select: { owner: true } });
    if (row === null) return;
    await tx.directoryPicture.delete({ where: { id } });
    emit(changed, row.owner, { how: 'changed', fields: ['pictures'], source: 'hand' });
  },
});

export const unbindDepartment = defineAction({
  name: 'directory.unbind-department',
  input: z.object({ platform: z.string(), corp: z.string(), external: z.string() }),
  output: z.void(),
  policy: admin,
  subject: ({ external }) => external,
  body: async ({ tx, emit }, where) => {
    const { count } = await tx.departmentBinding.deleteMany({ where });
    if (count > 0) emit(changed, `binding:${where.platform}:${where.corp}:${where.external}`, { how: 'removed', fields: [], source: 'hand' });
  },
});
