/**
 * Whether somebody is at this page: touched, typed or scrolled a moment ago, or just came back to it. The service ends a
 * session nobody uses; a page that asks by itself must not keep it alive, a nurse who reads must.
 */
const momentMs = 2 * 60_000;
let touchedAt = Date.now();
let calledAt = Date.now();

function touched(): void {
  touchedAt = Date.now();
}

export function startPresence(): void {
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchmove', 'scroll']) addEventListener(kind, touched, { passive: true, capture: true });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') touched();
  });
}

export function isPresent(now = Date.now()): boolean {
  return now - touchedAt < momentMs;
}

/** Tells the service with each call. */
export function presenceHeader(): Record<string, string> {
  if (isPresent()) calledAt = Date.now();
  return { 'x-wardline-present': isPresent() ? '1' : '0' };
}

/** Reading makes no calls: while somebody reads, says so now and then. Gives the way to stop. */
export function keepPresent(say: () => Promise<unknown>): () => void {
  const timer = setInterval(() => {
    if (isPresent() && Date.now() - calledAt > momentMs && document.visibilityState === 'visible') void say().catch(() => undefined);
  }, 30_000);
  return () => clearInterval(timer);
}
