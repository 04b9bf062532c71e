/** Trigger events of ADT (table 0003) about a stay, by what they do: HL7 v2 names them in MSH-9, a FHIR message in its header. */
import type { StayEvent } from './schema.stays.ts';

/** Those that only say how it is, or have no step of their own, are updates. */
export const stayEvents: Readonly<Record<string, StayEvent>> = {
  A01: 'admit', A02: 'transfer', A03: 'discharge', A04: 'register', A05: 'pre-admit', A06: 'change-class', A07: 'change-class', A08: 'update',
  A09: 'depart', A10: 'arrive', A11: 'cancel-admit', A12: 'cancel-transfer', A13: 'cancel-discharge',
  // Pending: nothing has happened yet; PV2-8, PV2-9 and PV1-42 say what is planned.
  A14: 'pre-admit', A15: 'update', A16: 'update', A25: 'update', A26: 'update', A27: 'cancel-pre-admit',
  A17: 'transfer', A21: 'leave', A22: 'return', A23: 'cancel-admit', A32: 'update', A33: 'update', A38: 'cancel-pre-admit',
  // A leave taken back: she is in her bed. A return taken back: she is still away.
  A52: 'return', A53: 'leave', A54: 'update', A55: 'update', A61: 'update', A62: 'update',
  // Account and visit numbers merged or changed (MRG-3, MRG-5), visits that turn out to be another patient's.
  A35: 'update', A41: 'update', A42: 'update', A44: 'update', A45: 'update', A49: 'update', A50: 'update', A51: 'update',
};

/** Table 0052: the diagnosis of admission, while working, of discharge. */
export const diagnosisTypes: Readonly<Record<string, string>> = { A: 'admission', W: 'working', F: 'discharge' };
