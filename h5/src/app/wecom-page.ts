/** WeCom's functions for this page: the service signs the page's address for them. Loaded only inside WeCom. */
import { register } from '@wecom/jssdk';
import { pageConfigView } from '../../../services/shared/notices/schema.ts';
import { post } from './api.ts';

let registered: Promise<void> | undefined;

async function signUp(): Promise<void> {
  const url = location.href.split('#')[0] ?? '';
  const { config } = await post('/page-config', { platform: 'wecom', url }, pageConfigView);
  const { corpId = '', agentId = '', timestamp = '', nonceStr = '', signature = '', agentSignature = '' } = config;
  register({ corpId, agentId, jsApiList: ['scanQRCode', 'launchMiniprogram'], getConfigSignature: () => ({ timestamp, nonceStr, signature }), getAgentConfigSignature: () => ({ timestamp, nonceStr, signature: agentSignature }) });
}

/** Once for a page; what failed is tried again at the next press. */
export async function wecomReady(): Promise<void> {
  registered ??= signUp();
  await registered.catch((error: unknown) => {
    registered = undefined;
    throw error;
  });
}
