/** What is told before it has a language: samples by their form. HL7 v2 writes them here, FHIR R4 in `fhir/`. Pure. */
import * as hl7 from '../../../links/hl7/samples.ts';

export type { AdmissionSample, DocumentSample, ExecutionSample, OrderSample, ResultSample, SampleItem, SampleOrder, SamplePatient, SampleStaff, SampleVisit, ScheduleSample, BedStatusSample } from '../../../links/hl7/samples.ts';

interface Forms {
  readonly admission: hl7.AdmissionSample;
  readonly order: hl7.OrderSample;
  readonly execution: hl7.ExecutionSample;
  readonly result: hl7.ResultSample;
  readonly document: hl7.DocumentSample;
  readonly schedule: hl7.ScheduleSample;
  readonly bed: hl7.BedStatusSample;
}

export type Fact = { readonly [F in keyof Forms]: { readonly form: F; readonly sample: Forms[F] } }[keyof Forms];

export const admission = (sample: hl7.AdmissionSample): Fact => ({ form: 'admission', sample });
export const order = (sample: hl7.OrderSample): Fact => ({ form: 'order', sample });
export const execution = (sample: hl7.ExecutionSample): Fact => ({ form: 'execution', sample });
export const result = (sample: hl7.ResultSample): Fact => ({ form: 'result', sample });
export const document = (sample: hl7.DocumentSample): Fact => ({ form: 'document', sample });
export const schedule = (sample: hl7.ScheduleSample): Fact => ({ form: 'schedule', sample });
export const bedStatus = (sample: hl7.BedStatusSample): Fact => ({ form: 'bed', sample });

export function asHl7(fact: Fact): Buffer {
  switch (fact.form) {
    case 'admission':
      return hl7.admission(fact.sample);
    case 'order':
      return hl7.order(fact.sample);
    case 'execution':
      return hl7.execution(fact.sample);
    case 'result':
      return hl7.result(fact.sample);
    case 'document':
      return hl7.document(fact.sample);
    case 'schedule':
      return hl7.schedule(fact.sample);
    case 'bed':
      return hl7.bedStatus(fact.sample);
  }
}
