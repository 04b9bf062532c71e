/** The whole emulator: both platforms, the phones page, and the demonstration hospital's people on first start. */
import { startServer, type Emulator, type EmulatorOptions } from './core/server.ts';
import { demoPeople } from './demo.ts';
import { plugIns } from './plug-ins.ts';

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startServer(options, plugIns());
  if (emulator.core.people.all().length === 0) emulator.core.people.seed(await demoPeople());
  return emulator;
}
