/** `npm run admin:appoint -- STAFFNO security|system|audit`: the first administrators of a fresh hospital. */
import { parseArgs } from 'node:util';
import { buildHospital } from '../build.ts';
import { readSettings } from '../core/config.ts';
import { Refusal } from '../core/errors.ts';
import { silentLog } from '../core/log.ts';
import { corePhrases, phraseBook } from '../core/phrases.ts';
import { withDemo } from '../demo/environment.ts';
import { groups } from '../settings.ts';
import { startTrouble } from '../start-trouble.ts';
import { appoint, duty } from './appoint/appoint.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { again: { type: 'boolean', default: false } } });
const [number = '', asked] = positionals;
const chosen = duty.safeParse(asked);
if (number === '' || !chosen.success) {
  console.error('用法：npm run admin:appoint -- 工号 security|system|audit\n  security 安全管理员，system 系统管理员，audit 审计管理员。请先停下使用内置数据库的服务。');
  process.exit(2);
}
try {
  const settings = readSettings(withDemo(process.env), groups);
  const hospital = await buildHospital(settings, { log: silentLog });
  let isRefused = false;
  const say = phraseBook(corePhrases, ...hospital.service.modules.map((module) => module.phrases ?? {}));
  try {
    const lines = await appoint({ database: hospital.database, audit: hospital.audit, corridor: hospital.service.corridor }, { number, duty: chosen.data, again: values.again });
    console.log(lines.join('\n'));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(say(error.code, error.facts));
    isRefused = true;
  }
  await hospital.service.stop();
  await hospital.close();
  // Last: the embedded database sets the code when it closes.
  process.exitCode = isRefused ? 1 : 0;
} catch (error) {
  console.error(startTrouble(error) ?? error);
  process.exitCode = 1;
}
