/** A program of ours as a process of its own: started, listened to, killed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from './wait.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Kept of what it wrote, for a failing test's log. */
const KEPT = 200_000;

export interface Program {
  readonly running: boolean;
  /** Waits for a line with this text. @throws Error with the last output when the program ended or took too long */
  says(text: string, withinMs?: number): Promise<void>;
  /** Resolves when the program is gone, with its exit code (`null` after a signal). */
  signal(signal: NodeJS.Signals): Promise<number | null>;
  output(): string;
}

/** The environment is exactly what is given, so that a developer's own settings change nothing; where Node keeps compiled code is no setting. */
export function launch(entry: string, args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(ROOT, entry), ...args], { cwd: ROOT, env: { PATH, NODE_COMPILE_CACHE, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let written = '';
  let code: number | null | undefined;
  const keep = (chunk: Buffer): void => {
    written = (written + chunk.toString()).slice(-KEPT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const gone = new Promise<number | null>((resolve) => {
    child.once('exit', (status) => {
      code = status;
      resolve(status);
    });
    child.once('error', () => resolve(null));
  });
  const tail = (): string => written.slice(-3000);

  return {
    get running() {
      return code === undefined;
    },
    says: async (text, withinMs = 60_000) => {
      const look = (): boolean => {
        if (code !== undefined && !written.includes(text)) throw new Error(`${entry} ended (${code}) before it said "${text}":\n${tail()}`);
        return written.includes(text);
      };
      await until(`${entry} says "${text}"\n${tail()}`, look, { withinMs, everyMs: 20 });
    },
    signal: async (signal) => {
      if (code === undefined) child.kill(signal);
      return gone;
    },
    output: () => written,
  };
}
