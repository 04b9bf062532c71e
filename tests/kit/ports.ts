/**
 * Ports that are free now. A killed process must come back at the same address, so 0 will not do for it; and what the
 * system gives for 0 it gives the next minute to any connection of a neighbour. So they are drawn below that range.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below Linux' 32768 and everybody's 49152, above what services of the machine use. */
const [lowest, beyond] = [20_000, 32_000];

export async function freePorts(count: number): Promise<readonly number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(lowest, beyond);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
