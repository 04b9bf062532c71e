/**
 * The page's half of a channel (see `services/core/channel-suites.ts`). Keys live in memory only; with WebCrypto they
 * cannot even be read by our own code.
 */

export interface PageKeys {
  /** Compact JWE over `plain` with these header fields beside `alg` and `enc`. */
  seal(header: Readonly<Record<string, unknown>>, plain: Uint8Array): Promise<string>;
  /** @throws when it was not sealed by the service for this page, or was changed */
  open(compact: string): Promise<{ readonly header: Readonly<Record<string, unknown>>; readonly plain: Uint8Array }>;
}

/** A page's ephemeral key pair, used once. */
export interface Offer {
  readonly suite: 'ecdh-a256gcm' | 'sm2-sm4gcm';
  readonly key: string;
  /** With what the service answered. */
  accept(answer: string): Promise<PageKeys>;
}
