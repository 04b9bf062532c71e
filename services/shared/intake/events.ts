import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { laboratoryReport, patient } from '../../links/statements/schema.ts';

/**
 * A laboratory report came in and was stored. Subject: the patient. The report travels in the fact, so that judging it
 * needs no second look at the message; without the patient's identity and contact data, which are kept sealed elsewhere.
 */
const report = laboratoryReport.extend({ patient: patient.omit({ identity: true }) });
const received = z.object({ arrival: z.string(), patientId: z.string(), visitId: z.string().optional(), report });
export type ResultReceived = z.infer<typeof received>;
export const resultReceived = defineEvent('intake.result-received', received);

/** A patient was admitted, moved or discharged. Subject: the patient. */
export const admissionReceived = defineEvent('intake.admission-received', z.object({ arrival: z.string(), event: z.string(), visitId: z.string().optional() }));

/** A message was kept that no module reads yet. Subject: the arrival. */
export const otherReceived = defineEvent('intake.other-received', z.object({ type: z.string() }));
