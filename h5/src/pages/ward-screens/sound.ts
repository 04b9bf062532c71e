/** The sound of a screen: three tones that are heard across a corridor. Browsers let it begin after a touch, or by a kiosk's policy. */
import { onScopeDispose, readonly, ref } from 'vue';
import type { Ref } from 'vue';

export interface Sound {
  /** False until a touch, and again when the browser takes it back. */
  readonly isOn: Readonly<Ref<boolean>>;
  readonly begin: () => Promise<void>;
  readonly ring: () => void;
}

const tones = [880, 1175, 880] as const;
const lasts = 0.28;
const checkEveryMs = 2000;

export function useSound(): Sound {
  const isOn = ref(false);
  const audio = new AudioContext();
  const look = (): void => void (isOn.value = audio.state === 'running');

  async function begin(): Promise<void> {
    await audio.resume().catch(() => undefined);
    look();
  }

  function ring(): void {
    if (audio.state !== 'running') return look();
    for (const [at, frequency] of tones.entries()) tone(audio, frequency, audio.currentTime + at * (lasts + 0.06));
  }

  audio.addEventListener('statechange', look);
  addEventListener('pointerdown', begin);
  addEventListener('keydown', begin);
  const timer = setInterval(look, checkEveryMs);
  // A kiosk that allows sound by policy needs no touch.
  void begin();
  onScopeDispose(() => {
    clearInterval(timer);
    removeEventListener('pointerdown', begin);
    removeEventListener('keydown', begin);
    void audio.close();
  });
  return { isOn: readonly(isOn), begin, ring };
}

function tone(audio: AudioContext, frequency: number, at: number): void {
  const [source, loudness] = [audio.createOscillator(), audio.createGain()];
  source.type = 'square';
  source.frequency.value = frequency;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(0.35, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
  source.connect(loudness).connect(audio.destination);
  source.start(at);
  source.stop(at + lasts);
}
