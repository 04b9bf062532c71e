// `npm run test:cost -- [files]`: one file at a time, and what each one's thread cost (see tests/README.md).
import base from './ava.config.js';

export default { ...base, concurrency: 1, require: ['./tests/kit/cost.ts'] };
