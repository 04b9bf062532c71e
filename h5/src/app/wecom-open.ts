/** Another mini-program, opened by WeCom. Loaded only inside WeCom. */
import { launchMiniprogram } from '@wecom/jssdk';
import { wecomReady } from './wecom-page.ts';

export async function openMiniProgram(appid: string, path: string): Promise<void> {
  await wecomReady();
  await launchMiniprogram({ appid, path });
}
