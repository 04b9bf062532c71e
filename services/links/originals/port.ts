/** Contents that a source system keeps and only names by address. */
export interface Original {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface Originals {
  /**
   * Gets what stands at an address. `mediaType` is what the message promised.
   * @throws Failure: `transient` where trying again is right; `vendorCode` is one of `troubles`
   */
  fetch(address: string, mediaType: string): Promise<Original>;
}

/** Why a content could not be had; the triage desk has a sentence for each (`content-…`). */
export const troubles = [
  'address-unreadable', 'host-unlisted', 'address-private', 'redirected', 'too-large', 'wrong-type', 'not-found', 'refused', 'unreachable', 'timeout', 'server-failed', 'empty',
] as const;
export type OriginalTrouble = (typeof troubles)[number];
