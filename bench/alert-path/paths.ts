/** The paths that are compared, each as a process with a database of its own. */
import { type Child, type FromPath, startChild } from './children.ts';
import { corps } from './hospital.ts';
import { type Place, makePlace } from './places.ts';

export const pathNames = ['product', 'script', 'script with pg-boss defaults'] as const;
export type PathName = (typeof pathNames)[number];

export interface Path {
  readonly name: PathName;
  readonly child: Child<FromPath>;
  /** Processor time so far, in ms: the path's own process, and the database server's for it. */
  cpu(): Promise<{ readonly own: number; readonly database: number }>;
  stop(): Promise<void>;
}

export interface PathOptions {
  /** PostgreSQL's address; embedded when absent. */
  readonly server: string | undefined;
  readonly platformPort: number;
  /** A folder for the product's CPU profile. */
  readonly profile?: string | undefined;
}

export async function startPath(name: PathName, options: PathOptions): Promise<Path> {
  const place = await makePlace(options.server);
  try {
    const child = await start(name, place, options);
    const stop = async () => {
      await child.stop();
      await place.remove();
    };
    const cpu = async () => ({ own: (await child.ask('cpu')).ms, database: await place.cpuMs() });
    return { name, child, cpu, stop };
  } catch (error) {
    await place.remove();
    throw error;
  }
}

function start(name: PathName, { env }: Place, { platformPort, profile }: PathOptions): Promise<Child<FromPath>> {
  const platform = `http://127.0.0.1:${platformPort}`;
  if (name !== 'product') return startChild('naive.ts', { ...env, PLATFORM: platform, NAIVE: name === 'script' ? 'await' : 'queue' });
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  return startChild('product.ts', { ...env, ...productEnv(platform) }, profiling);
}

/** As in a hospital, only that the platforms' limits on calls are lifted: they would be measured instead of us. */
function productEnv(platform: string): Record<string, string> {
  return {
    DEMO: '0',
    PORT: '0',
    MLLP_PORT: '0',
    LOG_LEVEL: 'error',
    DINGTALK_CLIENT_ID: 'bench',
    DINGTALK_CLIENT_SECRET: 'bench',
    DINGTALK_CORP_ID: corps.dingtalk,
    DINGTALK_TEMPLATE_ID: 'bench.schema',
    DINGTALK_API_BASE: platform,
    DINGTALK_OAPI_BASE: platform,
    DINGTALK_MONTHLY_CALLS: '100000000',
    DINGTALK_CALLS_PER_SECOND: '100000',
    WECOM_CORP_ID: corps.wecom,
    WECOM_SECRET: 'bench',
    WECOM_AGENT_ID: '1000002',
    WECOM_TOKEN: 'bench',
    WECOM_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    WECOM_API_BASE: platform,
  };
}
