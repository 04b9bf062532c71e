/** WeCom's own scanner. Loaded only inside WeCom. */
import { ScanQRCodeType, scanQRCode } from '@wecom/jssdk';
import { wecomReady } from './wecom-page.ts';

export async function wecomScan(): Promise<string> {
  await wecomReady();
  const { resultStr } = await scanQRCode({ needResult: true, scanType: [ScanQRCodeType.qrCode, ScanQRCodeType.barCode] });
  // Of a bar code the kind stands before it: `CODE_128,ZY26110001`.
  return (resultStr ?? '').replace(/^[A-Z0-9_]+,/, '');
}
