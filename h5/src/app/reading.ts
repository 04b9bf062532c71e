/** zod compiles its readers with `new Function` where it may. Our pages forbid that, and asking costs a report each time. */
import { config } from 'zod';

config({ jitless: true });
