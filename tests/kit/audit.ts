/** An audit trail for tests that build a service without its settings. */
import { auditKeyring } from '../../services/core/audit-chain.ts';
import { type AuditTrail, createAuditTrail } from '../../services/core/audit.ts';
import { createRing } from '../../services/core/seal.ts';

const key = Buffer.alloc(32, 7);
export const testKeyring = auditKeyring(createRing(new Map([[1, key]])));
export const testKeys = testKeyring.current;
export const testTrail: AuditTrail = createAuditTrail(testKeys);
/** The same with a newer key beside it. */
export const rotatedKeyring = auditKeyring(createRing(new Map([[1, key], [300, Buffer.alloc(32, 9)]])));
/** Other keys altogether. */
export const foreignKeyring = auditKeyring(createRing(new Map([[2, Buffer.alloc(32, 9)]])));
