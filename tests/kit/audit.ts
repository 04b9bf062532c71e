/** An audit trail for tests that build a service without its settings. */
import { auditKeyring, auditKeys } from '../../services/core/audit-chain.ts';
import { type AuditTrail, createAuditTrail } from '../../services/core/audit.ts';

export const testKeys = auditKeys(Buffer.alloc(32, 7));
export const testTrail: AuditTrail = createAuditTrail(testKeys);
export const testKeyring = auditKeyring(testKeys);
