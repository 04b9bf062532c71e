/** Rewrites the page from the messages: `npm run hl7:real`. */
import { writeFileSync } from 'node:fs';
import { hl7Page, hl7PageOf, hl7Present, readRealHl7 } from './hl7-messages.ts';

if (hl7Present) {
  writeFileSync(hl7Page, hl7PageOf(readRealHl7()));
  console.log(`wrote ${hl7Page.pathname}`);
} else {
  console.error('The real messages are not here; the page was left as it is.');
  process.exitCode = 1;
}
