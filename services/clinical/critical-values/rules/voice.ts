/** What a recording is, by its bytes: what a file is called and says of itself is anybody's word. */
import { mostVoiceBytes, mostVoiceSeconds } from '../model.ts';
import { refuse } from './refuse.ts';

interface Format {
  readonly mediaType: string;
  readonly extension: string;
  readonly is: (bytes: Uint8Array) => boolean;
}

const begins = (bytes: Uint8Array, text: string, from = 0): boolean => [...text].every((letter, at) => bytes[from + at] === letter.charCodeAt(0));
/** A frame of MPEG audio: eleven bits set, a layer (0 is AAC's), a rate that exists. */
const isFrame = (bytes: Uint8Array, layers: readonly number[]): boolean => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0 && layers.includes(((bytes[1] ?? 0) >> 1) & 3);

/** What phones record: webm of Android and desks, m4a of iPhones, amr and aac of older phones' recorders, mp3, wav, ogg. */
const formats: readonly Format[] = [
  { mediaType: 'audio/webm', extension: 'webm', is: (bytes) => begins(bytes, '\u001a\u0045\u00df\u00a3') },
  { mediaType: 'audio/mp4', extension: 'm4a', is: (bytes) => begins(bytes, 'ftyp', 4) },
  { mediaType: 'audio/ogg', extension: 'ogg', is: (bytes) => begins(bytes, 'OggS') },
  { mediaType: 'audio/wav', extension: 'wav', is: (bytes) => begins(bytes, 'RIFF') && begins(bytes, 'WAVE', 8) },
  { mediaType: 'audio/amr', extension: 'amr', is: (bytes) => begins(bytes, '#!AMR') },
  { mediaType: 'audio/aac', extension: 'aac', is: (bytes) => isFrame(bytes, [0]) && ((bytes[1] ?? 0) & 0xf0) === 0xf0 },
  { mediaType: 'audio/mpeg', extension: 'mp3', is: (bytes) => begins(bytes, 'ID3') || isFrame(bytes, [1, 2, 3]) },
];

export const extensionOf = (mediaType: string): string => formats.find((format) => format.mediaType === mediaType)?.extension ?? 'bin';

/** The clock of a phone that stops at a minute runs a little on. */
const slackSeconds = 1;
/** Below it there is no sound in any of them. */
const leastBytes = 100;

/** @throws Refusal `.voice-type`, `.voice-too-large`, `.voice-too-long` */
export function voiceTypeOf(bytes: Uint8Array, seconds: number): string {
  if (bytes.length > mostVoiceBytes) throw refuse('critical-values.voice-too-large', {}, 422);
  if (seconds > mostVoiceSeconds + slackSeconds) throw refuse('critical-values.voice-too-long', {}, 422);
  const format = bytes.length < leastBytes ? undefined : formats.find(({ is }) => is(bytes));
  if (format === undefined) throw refuse('critical-values.voice-type', {}, 422);
  return format.mediaType;
}
