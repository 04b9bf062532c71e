/** `npm run emulator`: both chat platforms on this machine, as a process of its own. */
import { startEmulator } from './start.ts';
import { EMULATOR_PORT } from './tenant.ts';

const port = Number(process.env['EMULATOR_PORT'] ?? EMULATOR_PORT);
// Loopback only, unless somebody says otherwise: whoever reaches it can press any button.
const host = process.env['EMULATOR_HOST'] ?? '127.0.0.1';
const dataDir = process.env['DATA_DIR'] ?? './data';

try {
  const emulator = await startEmulator({ port, host, dataDir, log: (line) => console.error(line) });
  console.log(`钉钉和企业微信的模拟器：${emulator.origin}（手机页面在 /，检查接口在 /_emu）`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.stop().then(() => process.exit(0)));
  }
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(taken ? `端口 ${port} 已被占用：模拟器可能已经在运行，也可以用 EMULATOR_PORT 换一个端口。` : error);
  process.exit(1);
}
