/** `npm run contract:docs`: writes the OpenAPI document of the HTTP contract. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiText } from '../openapi.ts';

await writeFile(join(import.meta.dirname, '../../../../docs/http-contract.openapi.json'), openApiText());
console.log('Wrote docs/http-contract.openapi.json.');
