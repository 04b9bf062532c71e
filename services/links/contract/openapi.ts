/** The contract as an OpenAPI 3.1 document: facts in, and as webhooks the commands the hospital's side takes. */
import { z } from 'zod';
import { address, codes, headers, info, operations, responses, security } from './openapi.words.ts';
import { commandExamples } from './commands/examples.ts';
import { factsExamples } from './facts/examples.ts';
import { command, commandActor, commandAnswer, commandError, signatureReference } from './schema.commands.ts';
import { factsAnswer, factsDiagnoses, factsDiagnosis, factsMessage, factsOutcome, factsReport, factsRequest, factsResult, factsStatement, report } from './schema.facts.ts';
import { code, identity, patient, patientId, place, staff, visit } from '../statements/schema.common.ts';
import { content, document } from '../statements/schema.documents.ts';
import { charge, clinicalOrder, execution } from '../statements/schema.orders.ts';
import { bed, booking, consultation, observation, operation, session } from '../statements/schema.plans.ts';
import { referenceRange, resultValue, specimen } from '../statements/schema.results.ts';
import { allergy, merge, person, stay } from '../statements/schema.stays.ts';

const named: Readonly<Record<string, z.ZodType>> = {
  FactsRequest: factsRequest, FactsAnswer: factsAnswer, Message: factsMessage, Outcome: factsOutcome, Statement: factsStatement,
  Person: person, Stay: stay, Merge: merge, Diagnoses: factsDiagnoses, Diagnosis: factsDiagnosis, Allergy: allergy, Order: clinicalOrder, Execution: execution, Charge: charge,
  Report: report, ReportOrder: factsReport, Result: factsResult, ResultValue: resultValue, ReferenceRange: referenceRange, Specimen: specimen,
  Document: document, Content: content, Session: session, Booking: booking, Operation: operation, Consultation: consultation, Observation: observation, Bed: bed,
  Code: code, Staff: staff, Patient: patient, PatientId: patientId, Identity: identity, Place: place, Visit: visit,
  Command: command, CommandActor: commandActor, CommandAnswer: commandAnswer, CommandError: commandError, SignatureReference: signatureReference,
};

export type JsonObject = { [key: string]: unknown };

export function openApi(): JsonObject {
  const body = (name: string, examples?: object) => ({ 'application/json': { schema: ref(name), ...(examples && { examples }) } });
  const answer = (description: string, name: string) => ({ description, content: body(name) });
  const enveloped = { type: 'object', properties: { data: ref('FactsAnswer') }, required: ['data'], additionalProperties: false };
  const parameters = Object.keys(headers).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  const wrong = Object.fromEntries(Object.entries(responses.facts).map(([status, description]) => [status, answer(description, 'Error')]));
  const refusals = Object.fromEntries(Object.entries(responses.commands).map(([status, description]) => [status, answer(description, 'CommandError')]));
  return {
    openapi: '3.1.0',
    info,
    paths: {
      [address]: {
        post: {
          ...operations.facts,
          parameters,
          requestBody: { required: true, content: body('FactsRequest', Object.fromEntries(Object.entries(factsExamples).map(([kind, message]) => [kind, { value: { messages: [message] } }]))) },
          responses: { 200: { description: operations.taken, content: { 'application/json': { schema: enveloped } } }, ...wrong },
        },
      },
    },
    webhooks: {
      command: {
        post: { ...operations.command, parameters, requestBody: { required: true, content: body('Command', Object.fromEntries(commandExamples.map((each) => [each.kind, { value: each }]))) }, responses: { 200: answer(operations.answered, 'CommandAnswer'), 202: answer(operations.pending, 'CommandAnswer'), ...refusals } },
      },
      commandStatus: { get: { ...operations.status, parameters, responses: { 200: answer(operations.answered, 'CommandAnswer'), ...refusals } } },
    },
    security: [{ signature: [] }],
    components: { schemas: { ...schemas(), Error: errorSchema }, parameters: headers, securitySchemes: { signature: security } },
    'x-problem-codes': codes,
  };
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const errorSchema = {
  type: 'object',
  properties: { error: { type: 'object', description: '错误', properties: { code: { type: 'string', description: '代码' }, message: { type: 'string', description: '说明，给人看' } }, required: ['code', 'message'] } },
  required: ['error'],
};

/** Each under its own name, pointing at one another. */
function schemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas: made } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(made).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]));
}

/** As it is served and written. */
export const openApiText = (): string => `${JSON.stringify(openApi(), undefined, 2)}\n`;
