/**
 * Half-filled forms kept on this device until they are sent: a doctor is called away in the middle of a sentence. They
 * hold clinical text, so they end with the day and with the session.
 */
const prefix = 'wardline:draft:';
const keptMs = 24 * 60 * 60_000;

export function readDraft(key: string, now: Date, store = storage()): unknown {
  const text = store?.getItem(prefix + key) ?? null;
  if (text === null) return undefined;
  try {
    const { at, value } = JSON.parse(text) as { at: number; value: unknown };
    if (now.getTime() - at < keptMs) return value;
  } catch {
    // Not ours, or cut off: as good as none.
  }
  store?.removeItem(prefix + key);
  return undefined;
}

export function keepDraft(key: string, value: unknown, now: Date, store = storage()): void {
  try {
    store?.setItem(prefix + key, JSON.stringify({ at: now.getTime(), value }));
  } catch {
    // Full or forbidden storage costs the draft, never the form.
  }
}

export function dropDraft(key: string, store = storage()): void {
  store?.removeItem(prefix + key);
}

export function forgetDrafts(store = storage()): void {
  for (const key of Object.keys(store ?? {})) if (key.startsWith(prefix)) store?.removeItem(key);
}

/** Some in-app browsers throw on the mere mention of storage. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
