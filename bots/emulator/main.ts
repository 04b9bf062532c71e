/** `npm run emulator`: both chat platforms on this machine, as a process of its own. */
import { startEmulator } from './start.ts';
import { EMULATOR_PORT } from './tenant.ts';

const port = Number(process.env['EMULATOR_PORT'] ?? EMULATOR_PORT);
const host = process.env['EMULATOR_HOST'] ?? '127.0.0.1';
const dataDir = process.env['DATA_DIR'] ?? './data';

const emulator = await startEmulator({ port, host, dataDir, log: (line) => console.error(line) });
console.log(`钉钉和企业微信的模拟器：${emulator.origin}（手机页面在 /，检查接口在 /_emu）`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.stop().then(() => process.exit(0)));
}
