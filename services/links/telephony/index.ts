/** Text messages and voice calls, as the hospital has set them. */
import { aliyunSms, aliyunVoice } from './aliyun.ts';
import { gateway } from './gateway.ts';
import type { TelephoneLink } from './port.ts';
import type { SmsSettings, VoiceSettings } from './settings.ts';
import { tencentSms } from './tencent.ts';

export function telephoneLinks({ sms, voice }: { readonly sms: SmsSettings | undefined; readonly voice: VoiceSettings | undefined }, now: () => number): TelephoneLink[] {
  return [
    ...(sms === undefined ? [] : [sms.vendor === 'aliyun' ? aliyunSms(sms, now) : sms.vendor === 'tencent' ? tencentSms(sms, now) : gateway('sms', sms, now)]),
    ...(voice === undefined ? [] : [voice.vendor === 'aliyun' ? aliyunVoice(voice, now) : gateway('voice', voice, now)]),
  ];
}
