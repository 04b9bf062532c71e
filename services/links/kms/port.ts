/**
 * A key management system as the product needs it: it makes data keys and opens wrapped ones, and its own key never
 * leaves it (envelope encryption). Asked at the start of a process only; what it opened stays in memory.
 */
export interface KeyManagement {
  /** A new key of 32 bytes, known only in its wrapped form. @throws Failure */
  generate(): Promise<{ readonly wrapped: string }>;
  /** @throws Failure permanent: not wrapped by this system, or not for us; transient: away */
  unwrap(wrapped: string): Promise<Buffer>;
}
