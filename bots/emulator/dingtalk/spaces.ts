/** `openSpaceId`: where a card goes (kb:0781, 0783). */
import { bad } from './answers.ts';
import type { CardPlace } from './memory.ts';

export interface Space {
  readonly spaceType: CardPlace['spaceType'];
  readonly spaceId: string;
}

const PREFIX = 'dtv1.card//';
const TYPES = ['IM_ROBOT', 'IM_GROUP', 'IM_SINGLE', 'ONE_BOX'] as const;

/** `dtv1.card//TYPE.ID[;TYPE.ID…]`; the documents write the type in both cases. @throws ApiProblem */
export function readSpaces(openSpaceId: string | undefined): Space[] {
  if (!openSpaceId) throw bad('param.openSpaceIdEmpty', 'openSpaceId不能为空');
  if (!openSpaceId.startsWith(PREFIX)) throw bad('param.openSpaceIdInvalid', 'openSpaceId格式错误');
  return openSpaceId.slice(PREFIX.length).split(';').map(readSpace);
}

function readSpace(part: string): Space {
  const dot = part.indexOf('.');
  const spaceType = TYPES.find((type) => type === part.slice(0, dot).toUpperCase());
  const spaceId = part.slice(dot + 1);
  if (dot < 0 || spaceType === undefined || spaceId === '') throw bad('param.openSpaceIdInvalid', 'openSpaceId格式错误');
  return { spaceType, spaceId };
}
