/* Runs inside the frame before the page's own scripts. `phone` starts with platform, userAgent and corpId. */
const phone = globalThis.emuPhone;
Object.defineProperty(navigator, 'userAgent', { get: () => phone.userAgent, configurable: true });

// A phone draws no scroll bars. An adopted sheet, because the page's policy may forbid inline style.
const bare = new CSSStyleSheet();
bare.replaceSync('* { scrollbar-width: none; }');
document.adoptedStyleSheets = [bare];

/** Tells the phone around us; it knows us by our window. */
phone.tell = (type, more = {}) => window.parent.postMessage({ emu: 'webview', platform: phone.platform, type, ...more }, '*');

const waiting = new Map();
let serial = 0;
/** Asks the phone something that takes a person (what was scanned?). */
phone.ask = (type, more) => new Promise((resolve) => {
  serial += 1;
  waiting.set(serial, resolve);
  phone.tell(type, { id: serial, ...more });
});

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.data?.emu !== 'phone') return;
  const { type, id, value } = event.data;
  if (type === 'answer') {
    waiting.get(id)?.(value);
    waiting.delete(id);
  }
  if (type === 'reload') location.reload();
  if (type === 'back') {
    if (window.navigation?.canGoBack) window.navigation.back();
    else phone.tell('close');
  }
});

let shown;
const tellTitle = () => {
  if (document.title === shown) return;
  shown = document.title;
  phone.tell('title', { title: document.title });
};
document.addEventListener('DOMContentLoaded', () => {
  phone.tell('ready', { path: location.pathname });
  tellTitle();
  new MutationObserver(tellTitle).observe(document.head, { subtree: true, childList: true, characterData: true });
});
/** A webview has no second window. */
window.open = (url) => {
  if (url) location.href = url;
  return null;
};
