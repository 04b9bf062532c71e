/**
 * `npm run bench:alerts -- [--database postgres|embedded|both] [--server postgres://…] [--rates 5,25,50,100,150]
 * [--seconds 5] [--burst 1000] [--items 5] [--connections 4] [--platform-ms 0] [--only product] [--profile DIR]`
 *
 * From a laboratory's message on the MLLP socket to the call at the chat platform, beside the same path as a naive
 * script, in one run. Loopback only; ends by itself. See bench/README.md.
 */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type PathName, pathNames } from './alert-path/paths.ts';
import { type RunResult, runBench } from './alert-path/run.ts';
import { ratios, table } from './alert-path/table.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'both' },
    server: { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres' },
    rates: { type: 'string', default: '5,25,50,100,150' },
    seconds: { type: 'string', default: '5' },
    burst: { type: 'string', default: '1000' },
    items: { type: 'string', default: '5' },
    connections: { type: 'string', default: '4' },
    'platform-ms': { type: 'string', default: '0' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});

const engines = values.database === 'both' ? ['postgres', 'embedded'] : [values.database];
const paths: readonly PathName[] = values.only === undefined ? pathNames : pathNames.filter((name) => name === values.only);

console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${new Date().toISOString()}`);
for (const engine of engines) {
  console.log(`\n## ${engine}: ${values.items} results per message, ${values.connections} connections, platform answers after ${values['platform-ms']} ms\n`);
  const results = await runBench({
    server: engine === 'postgres' ? values.server : undefined,
    paths,
    rates: values.rates.split(',').filter((rate) => rate !== '').map(Number),
    seconds: Number(values.seconds),
    burst: Number(values.burst),
    items: Number(values.items),
    connections: Number(values.connections),
    platformMs: Number(values['platform-ms']),
    graceMs: 60_000,
    hopelessMs: 10_000,
    profile: values.profile,
    told: progress,
  });
  console.log(`${table(results)}\n`);
  if (paths.length > 1) console.log(`Product against the others (above 1 the product is better):\n\n${ratios(results)}\n`);
}

function progress({ path, rate, delivered, offered }: RunResult): void {
  process.stderr.write(`${path} ${rate}/s: ${delivered}/${offered}\n`);
}
