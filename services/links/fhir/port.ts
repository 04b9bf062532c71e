/** The port of a FHIR server that is read: pages of what changed, and single resources. */
import type { Node } from './json.ts';

export interface ServerPage {
  /** What was asked for. */
  readonly matches: readonly Node[];
  /** What came along because a match refers to it. */
  readonly included: readonly Node[];
  /** Where to go on; `undefined` after the last page. */
  readonly next: string | undefined;
}

export interface FhirServer {
  /** Our name of it: sender of what it tells. */
  readonly name: string;
  /** What changed since then, oldest first; with what is to come along for it (`_include`). @throws ServerTrouble */
  changed(type: string, since: Date, along?: readonly string[]): Promise<ServerPage>;
  /** The page behind a link of the server's own. @throws ServerTrouble, `isDeadLink` when it no longer works */
  page(link: string): Promise<ServerPage>;
  /** `undefined`: there is none, or none any more. @throws ServerTrouble */
  read(type: string, id: string): Promise<Node | undefined>;
}
