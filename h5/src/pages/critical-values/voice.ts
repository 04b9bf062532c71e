/** Recording on a phone: what the browser lets us do, and in which words it is said when it does not. */
import { mostVoiceBytes, mostVoiceSeconds } from '../../../../services/clinical/critical-values/model.ts';

export const voiceWords = {
  denied: '没有麦克风权限，不能录音。请在手机设置里允许这个应用使用麦克风，或上传录音文件、直接写文字。',
  none: '没有找到麦克风。可以上传录音文件，或直接写文字。',
  busy: '麦克风正被其他应用（如通话）占用。请稍后再录，或直接写文字。',
  failed: '录音没有成功。请重录，或直接写文字。',
  short: '录音太短，请按住说完再停止。',
  large: `录音文件超过 ${mostVoiceBytes / 1_000_000} MB，请控制在 ${mostVoiceSeconds} 秒以内。`,
  long: `录音超过 ${mostVoiceSeconds} 秒，请缩短后再传。`,
  unplayable: '这部手机放不了这种录音，请换一台设备听。',
} as const;

/** Some web views have no recorder at all, or none without a secure address: then only the file and the text are offered. */
export const canRecord = (): boolean => typeof globalThis.MediaRecorder === 'function' && globalThis.navigator?.mediaDevices?.getUserMedia !== undefined;

export function wordsOfRefusal(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return voiceWords.denied;
  if (name === 'NotFoundError') return voiceWords.none;
  return name === 'NotReadableError' || name === 'AbortError' ? voiceWords.busy : voiceWords.failed;
}

/** Speech, small: what each platform's own recorder can. */
function typeToRecord(): string | undefined {
  return ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'].find((type) => MediaRecorder.isTypeSupported(type));
}

export interface Recording {
  readonly blob: Blob;
  readonly seconds: number;
}

export interface Recorder {
  /** Ends it; what was said is in `done`. */
  stop(): void;
  /** Ends it and forgets what was said. */
  drop(): void;
  readonly done: Promise<Recording | undefined>;
}

/** Stops by itself after a minute; the microphone is let go in every case. @throws DOMException when it may not or cannot */
export async function record(): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = typeToRecord();
  const recorder = new MediaRecorder(stream, { ...(type !== undefined && { mimeType: type }), audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  const begun = performance.now();
  let dropped = false;
  const done = new Promise<Recording | undefined>((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => {
      clearTimeout(limit);
      for (const track of stream.getTracks()) track.stop();
      const seconds = Math.min(mostVoiceSeconds, (performance.now() - begun) / 1000);
      resolve(dropped ? undefined : { blob: new Blob(parts, { type: recorder.mimeType }), seconds: Math.round(seconds * 10) / 10 });
    });
  });
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const limit = setTimeout(stop, mostVoiceSeconds * 1000);
  recorder.start();
  return { stop, drop: () => { dropped = true; stop(); }, done };
}

/** How long a file sounds; 0 where this browser cannot read it, and the service judges it by its bytes alone. */
export function lengthOf(file: Blob): Promise<number> {
  const url = URL.createObjectURL(file);
  const audio = new Audio();
  return new Promise((resolve) => {
    const end = (seconds: number): void => {
      clearTimeout(patience);
      URL.revokeObjectURL(url);
      resolve(Number.isFinite(seconds) ? Math.round(seconds * 10) / 10 : 0);
    };
    const patience = setTimeout(() => end(0), 4000);
    audio.addEventListener('loadedmetadata', () => end(audio.duration));
    audio.addEventListener('error', () => end(0));
    audio.preload = 'metadata';
    audio.src = url;
  });
}
