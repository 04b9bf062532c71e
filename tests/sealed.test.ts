/** Every column that is called sealed is listed by a module, so that no value is forgotten when keys change. */
import test from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealedRequests } from '../services/clinical/admission-centre/store.ts';
import { sealedVoices } from '../services/clinical/critical-values/store.voice.ts';
import { sealedAnswers } from '../services/clinical/consultation-answers/store.ts';
import { sealedRobots } from '../services/clinical/group-robots/store.ts';
import { sealedRequests as sealedTestRequests } from '../services/clinical/test-requests/store.ts';
import { sealedChannels } from '../services/core/channels.ts';
import { sealedInbox } from '../services/core/inbox.ts';
import { sealedKeys } from '../services/operations/api-clients/store.ts';
import { sealedParts } from '../services/operations/fhir/store.parts.ts';
import { sealedCommands } from '../services/operations/hospital-commands/store.ts';
import { sealedTracings } from '../services/operations/leak-tracing/store.ts';
import { sealedDocuments } from '../services/shared/documents/store.content.ts';
import { sealedPatient } from '../services/shared/patients/store.identity.ts';
import { sealedPhoneCodes, sealedPhones } from '../services/shared/urging/store.ts';
import { sealedTotp } from '../services/shared/sign-in/store/totp.ts';
import { sealedLooks } from '../services/shared/viewing/store.looks.ts';

const models = join(import.meta.dirname, '../prisma/models');

/** Kept by the CA's own key store under the oldest key: counted, never sealed anew (services/modules.ts). */
const bound = ['ca_root.sealed_key'];

test('sealed columns of the schema are those the modules list', (t) => {
  const columns = globSync('*.prisma', { cwd: models }).flatMap((file) =>
    readFileSync(join(models, file), 'utf8').split(/^model /m).slice(1).flatMap((model) => {
      const table = /@@map\("(\w+)"\)/.exec(model)?.[1] ?? '';
      return [...model.matchAll(/@map\("(sealed_\w+)"\)/g)].map(([, column]) => `${table}.${column}`);
    }),
  );
  const listed = [sealedInbox, sealedChannels, sealedPatient, sealedDocuments, sealedTotp, sealedKeys, sealedParts, sealedCommands, sealedAnswers, sealedRequests, sealedTestRequests, sealedTracings, sealedLooks, sealedRobots, sealedVoices, sealedPhones, sealedPhoneCodes].flatMap(({ table, columns: own }) => own.map(({ column }) => `${table}.${column}`));
  const bytes = ['inbox_message.body', 'inbox_message.answer'];
  t.deepEqual(columns.toSorted(), [...listed.filter((each) => !bytes.includes(each)), ...bound].toSorted());
});
