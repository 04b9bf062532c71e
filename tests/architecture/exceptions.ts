/** Everything that departs from the rules, with its reason. A line that no longer departs fails the test. */

/** Imports beyond the table. */
export const extraImports: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  { from: 'bots/emulator/', to: 'prisma/demo/', why: 'the platforms know the people of the demonstration hospital' },
];

/** Folders that are no module of their own kind of shape. */
export const noModule: Readonly<Record<string, string>> = {};

/** Files of a module beside the fixed names. */
export const otherNames: Readonly<Record<string, string>> = {
  'services/shared/codes/matching.ts': 'what the intake asks for the messages of one transaction',
  'services/shared/directory/read-file.ts': "an administrator's file as rows of a source",
  'services/shared/directory/read-fhir.ts': 'a FHIR server as a source',
  'services/shared/directory/read-platform.ts': "a chat platform's address book as a source",
  'services/shared/documents/read-content.ts': 'contents as words, by the well-kept reader of XML',
  'services/shared/intake/appliers.ts': 'which module takes which statement: one line per kind',
  'services/shared/intake/gather.ts': 'messages that wait together become one transaction',
  'services/shared/intake/receive.ts': 'what was read, handed to the appliers; also when it is read again',
  'services/shared/intake/door.ts': 'stores and answers a message: an inbound door, no action',
  'services/shared/notices/answering.ts': 'presses under way, for refreshes to wait for',
  'services/shared/notices/chat.ts': 'the chat door: presses and lines of all platforms come in here',
  'services/shared/notices/deliver.ts': 'sending and refreshing, called by the jobs',
  'services/shared/notices/draw.ts': 'what is read of a card before it is sent or shown anew, of many together',
  'services/shared/notices/face.ts': 'what a module lends so that its cards can be drawn and pressed',
  'services/shared/notices/patience.ts': 'how long a delivery waits for a platform',
  'services/shared/notices/flows.ts': 'asks a platform for what a page needs, outside any transaction',
  'services/shared/notices/precedence.ts': 'what can wait gives way to critical cards',
  'services/shared/patients/copies.ts': 'what messages change in our copies, called by the intake',
  'services/operations/feeds/counter.ts': 'counts in the process what is heard, for a few additions a message',
  'services/operations/api-clients/addresses.ts': 'network ranges, which only the platform can judge',
  'services/operations/fhir/units.ts': 'a page of a server as units that are read together, by the link’s own word for what belongs together',
  'services/operations/fhir/take.ts': 'from bytes to the intake and an answer, for the doors and for what is read from a server',
  'services/operations/api-clients/machines.ts': 'what the machines’ door in core is told',
  'services/shared/patients/stamps.ts': 'stamps as they lie in a row',
  'services/shared/patients/read-link.ts': "from a link's words to ours",
  'services/shared/viewing/content.ts': 'from a stored content to what pages are made of',
  'services/clinical/ward-screens/watch.ts': 'who is told of a screen that went silent, and the card',
  'services/clinical/doctor-station/ticket.ts': 'what is signed with a key of the service’s own',
  'services/clinical/critical-values/sheet.ts': 'the paper of a value',
  'services/operations/leak-tracing/reading.ts': 'what a person read of a visible mark, as patterns',
  'services/operations/leak-tracing/report.ts': 'the paper of a tracing',
  'services/shared/viewing/flows.ts': 'between two actions the pages are prepared, outside any transaction',
  'services/shared/viewing/copies.ts': 'the watermark’s side, as the start gives it',
  'services/shared/viewing/marks.ts': 'from an opening to what the watermark paints',
  'services/shared/signatures/key-store.ts': "the local CA's memory in our database",
  'services/clinical/critical-values/document.ts': 'what the doctor signs',
  'services/clinical/critical-values/face.ts': 'lends its cards to the notices',
  'services/clinical/critical-values/facts.ts': 'shapes of the facts for pure rules; events.ts is held to them',
  'services/clinical/critical-values/feedback.ts': 'what the laboratory is answered',
  'services/clinical/critical-values/holidays.ts': 'days off and made up for: data that hospitals change',
  'services/clinical/critical-values/limits.ts': 'threshold sets: data that hospitals change',
  'services/clinical/critical-values/report-book.ts': "the month's indicators as a workbook",
  'services/clinical/critical-values/report.ts': "the laboratory's report as results to judge",
  'services/clinical/critical-values/requests.ts': "what the hospital's own systems are asked",
  'services/clinical/critical-values/source.ts': 'where a value came from, for its answer',
  'services/clinical/critical-values/team.ts': 'who looks after the patient now',
  'services/clinical/critical-values/telling-file.ts': "whom the hospital tells together, from a file",
  'services/clinical/critical-values/thresholds-file.ts': "the hospital's own limits from a file",
  'services/clinical/critical-values/views.ts': 'states as the pages show them',
  'services/clinical/critical-values/views.sets.ts': 'the set that decided, as a reader calls it',
  'services/clinical/critical-values/words.ts': 'how the hospital words notes and the course record',
};

/** Files over the usual length. */
export const longFiles: Readonly<Record<string, string>> = {
  'bots/emulator/dingtalk/stream.test.ts': 'one long connection, many behaviours of it',
  'services/clinical/critical-values/rules.process.test.ts': 'the table of the ladder and the answers',
  'services/clinical/critical-values/rules.test.ts': 'the table of every transition and refusal',
};

/** Default exports that a tool asks for, besides configuration files and `.vue`. */
export const defaultExports: Readonly<Record<string, string>> = {};
