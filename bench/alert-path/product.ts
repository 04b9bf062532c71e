/** The path under test: the service itself, started as an administrator starts it, with the bench's hospital in it. */
import { join } from 'node:path';
import { openDatabase } from '../../services/core/db.ts';
import { preparedImage } from '../../services/core/image.ts';
import { startService } from '../../services/main.ts';
import { type FromPath, asChild, cpu } from './children.ts';
import { seedHospital } from './hospital.ts';

const { DATABASE_URL: url, DATA_DIR: dataDir = 'data' } = process.env;

const database = await openDatabase(url === undefined ? { folder: join(dataDir, 'postgres'), image: preparedImage } : { url });
await database.migrate();
await seedHospital(database.prisma, new Date());
await database.close();

const running = await startService(process.env);
asChild<FromPath>({
  ready: { port: running.mllpPort },
  cpu,
  reset: () => ({}),
  stop: async () => {
    await running.stop();
    return {};
  },
});
