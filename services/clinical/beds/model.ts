/** 床位一览: the beds of a ward and who lies in them. */

/** What keeps a bed from being used although nobody is known to lie in it. Occupied: by whom nobody has told. */
export const readiness = ['closed', 'cleaning', 'contaminated', 'isolated', 'occupied'] as const;
export type Readiness = (typeof readiness)[number];

/** As the directory has it. */
export interface Bed {
  readonly number: string;
  readonly room: string | null;
  readonly state: 'open' | 'blocked';
  /** Why it is blocked. */
  readonly note: string | null;
  /** What its own system says of it, as long as it holds. */
  readonly readiness?: Readiness | undefined;
}

/** Who lies on the ward now. */
export interface Stay {
  readonly patientId: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  readonly bed: string | null;
  readonly room: string | null;
  readonly careLevel: string | null;
  readonly condition: string | null;
  readonly isolation: string | null;
  readonly allergies: unknown;
  readonly admittedAt: Date | null;
  readonly dischargePlannedAt: Date | null;
  readonly attending: string | null;
  readonly doctor: string | null;
  readonly nurseNumber: string | null;
  readonly nurse: string | null;
  /** In the reader's scope. */
  readonly visible: boolean;
  /** Marked (VIP, staff, …): an opened overview does not show her either. */
  readonly flagged: boolean;
}

export const bedStates = ['taken', 'empty', 'blocked', 'unready'] as const;
export type BedState = (typeof bedStates)[number];

export interface Place {
  /** As the ward calls it; empty for who has no bed yet. */
  readonly bed: string;
  readonly room: string | null;
  readonly state: BedState;
  readonly note: string | null;
  readonly readiness: Readiness | undefined;
  /** The ward has no such bed: one put up beside (加床), or told in another way. */
  readonly extra: boolean;
  readonly stay: Stay | undefined;
}
