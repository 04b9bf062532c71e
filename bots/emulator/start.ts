/** The whole emulator: both platforms, the phones page, and the demonstration hospital's people. */
import { startServer, type Emulator, type EmulatorOptions } from './core/server.ts';
import { demoPeople } from './demo.ts';
import { plugIns } from './plug-ins.ts';

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startServer(options, plugIns());
  const { people } = emulator.core;
  // Who is known already stays as the last run left them (moved, left); a newer hospital may have new people.
  for (const person of await demoPeople()) {
    if (people.byUserid(person.platform, person.userid) === undefined) people.put(person);
  }
  return emulator;
}
