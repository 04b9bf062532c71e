import type { Platform } from '../../../bots/bot.ts';
import type { Seal } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';

const tokenPurpose = (id: string): string => `group-robot-token ${id}`;
const secretPurpose = (id: string): string => `group-robot-secret ${id}`;

export const sealedRobots: SealedTable = {
  table: 'group_robot', id: 'id', idType: 'uuid',
  columns: [{ column: 'sealed_token', kind: 'text', purpose: tokenPurpose }, { column: 'sealed_secret', kind: 'text', purpose: secretPurpose }],
};

export interface RobotKey {
  readonly token: string;
  readonly secret?: string;
}

export function closeKey(seal: Seal, id: string, { token, secret }: RobotKey): { sealedToken: string; sealedSecret: string | null } {
  return { sealedToken: seal.close(Buffer.from(token), tokenPurpose(id)), sealedSecret: secret === undefined ? null : seal.close(Buffer.from(secret), secretPurpose(id)) };
}

export function openKey(seal: Seal, { id, sealedToken, sealedSecret }: { readonly id: string; readonly sealedToken: string; readonly sealedSecret: string | null }): RobotKey {
  return { token: seal.open(sealedToken, tokenPurpose(id)).toString(), ...(sealedSecret !== null && { secret: seal.open(sealedSecret, secretPurpose(id)).toString() }) };
}

export const asPlatform = (text: string): Platform => (text === 'wecom' ? 'wecom' : 'dingtalk');
