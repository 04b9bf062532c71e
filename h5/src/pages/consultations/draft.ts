/** An opinion half written: kept on this device, encrypted, until it is signed. */
import { z } from 'zod';
import { draftsOf } from '../../composables/drafts.ts';

const nameOf = (id: string): string => `consultation:${id}`;

export async function readOpinionDraft(owner: string, id: string, now: Date): Promise<string> {
  const read = z.string().safeParse(await draftsOf(owner).read(nameOf(id), now));
  return read.success ? read.data : '';
}

export function keepOpinionDraft(owner: string, id: string, text: string, now: Date): void {
  if (text.trim() === '') draftsOf(owner).drop(nameOf(id));
  else void draftsOf(owner).keep(nameOf(id), text, now);
}

export const dropOpinionDraft = (owner: string, id: string): void => draftsOf(owner).drop(nameOf(id));
