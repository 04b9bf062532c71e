/** Machines that call us with signed requests: who they are, what they may, and their keys. */

/** `bearer`: a token shown as it is, for servers that cannot sign; only where a door takes it. */
export type Algorithm = 'hmac-sha256' | 'hmac-sm3' | 'bearer';

export interface Key {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly validFrom: Date;
  /** When it ends by itself, because a newer one takes over. */
  readonly validUntil: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** So many hold at once, so that a key is changed without a gap. */
export const mostKeys = 2;

/** How long the older key goes on when a newer one was given, unless somebody says otherwise: hours. */
export const longestGraceHours = 24 * 30;
