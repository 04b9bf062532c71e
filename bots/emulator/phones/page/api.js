/** The emulator's admin door and its live news. */
export async function get(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? `HTTP ${response.status}`);
  return body;
}

export async function post(path, value) {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? `HTTP ${response.status}`);
  return body;
}

const NEWS = ['message', 'changed', 'toast', 'people', 'faults', 'clock', 'reset', 'connection'];
/** Between two looks while there is no live connection, ms. */
const POLL = 3_000;

/** Calls `hear(name, data)` for all news; `lost` and `back` around a broken connection, `poll` while it is broken. */
export function listen({ hear, poll, state }) {
  let timer;
  let everOpen = false;
  const source = new EventSource('/_emu/events');
  source.addEventListener('open', () => {
    clearInterval(timer);
    timer = undefined;
    state(true);
    // What happened while we were away.
    if (everOpen) poll();
    everOpen = true;
  });
  source.addEventListener('error', () => {
    state(false);
    timer ??= setInterval(poll, POLL);
  });
  for (const name of NEWS) source.addEventListener(name, (event) => hear(name, JSON.parse(event.data)));
}
