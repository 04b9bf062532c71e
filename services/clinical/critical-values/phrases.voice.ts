/** Words of the recording beside a disposal. */
export const voiceRefusals = {
  'critical-values.voice-type': '这不是能识别的录音文件，请用手机重新录音，或改写文字。已填的内容没有丢。',
  'critical-values.voice-too-large': '录音太大，请控制在 60 秒以内，或改写文字。已填的内容没有丢。',
  'critical-values.voice-too-long': '录音超过 60 秒，请缩短后重录，或改写文字。已填的内容没有丢。',
  'critical-values.voice-gone': '这段录音已经不在了，请重录，或去掉录音后再保存。已填的内容没有丢。',
} as const;

/** `附语音 23 秒` */
export const voiceWords = ({ seconds }: { readonly seconds: number }): string => `附语音 ${Math.round(seconds)} 秒`;
