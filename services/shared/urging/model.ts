/** Waking somebody by telephone beside a card. Shared with the pages. */
export const urgingMeans = ['sms', 'voice', 'ringing'] as const;
export type UrgingMeans = (typeof urgingMeans)[number];

/** Why somebody is called: the ladder has climbed so far, no platform has them, or none took the card for minutes. */
export const urgingReasons = ['step', 'unreachable', 'late'] as const;
export type UrgingReason = (typeof urgingReasons)[number];

export const tryStates = ['queued', 'sending', 'sent', 'arrived', 'not-arrived', 'refused', 'failed', 'unsure', 'needless', 'no-number', 'limited', 'test'] as const;
export type TryState = (typeof tryStates)[number];

export const phoneSources = ['self', 'file'] as const;
export type PhoneSource = (typeof phoneSources)[number];

/** A mobile number of the mainland: what both clouds take without more. */
export const mobileNumber = /^1[3-9]\d{9}$/;
