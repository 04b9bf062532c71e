/** A vendor's cloud CA behind our port. What is proven and what is not stands in README.md. */
import { Failure, Refusal } from '../../../core/errors.ts';
import { describeCertificate } from '../describe.ts';
import type { Certificate, CertificateAuthority, Person, Revocation, Trust } from '../port.ts';
import { verifySignature } from '../verify.ts';
import { readCallback, type CallbackIn } from './callback.ts';
import { checkUpVendor } from './check-up.ts';
import { vendorClient } from './client.ts';
import { certificatesSchema, doneSchema, issuedSchema, revocationsSchema } from './contract.ts';
import { orderSignature } from './orders.ts';
import type { VendorCa, VendorSettings } from './vendor-ca.ts';
import { makeWakes } from './wakes.ts';

export type { VendorSettings } from './vendor-ca.ts';

export interface VendorAuthority extends CertificateAuthority {
  /** The vendor says that an order moved. Answers the HTTP status; every failed check gets the same one. */
  callback(request: CallbackIn): number;
}

export function vendorAuthority(settings: VendorSettings): VendorAuthority {
  const ca: VendorCa = { ...settings, call: vendorClient(settings), wakes: makeWakes() };
  return {
    enrol: (person, pin) => enrol(ca, person, pin),
    changePin: (staffNumber, pin, newPin) => changePin(ca, staffNumber, pin, newPin),
    sign: async (request) => orderSignature(ca, await demandCertificate(ca, request.staffNumber), request),
    verify: async (document, signature) => verifySignature(document, signature, await trustOf(ca), ca.now()),
    revoke: async (serial, reason) => {
      await ca.call('POST', `/v1/certificates/${encodeURIComponent(serial)}/revocation`, doneSchema, { reason });
    },
    certificates: (staffNumber) => certificatesOf(ca, staffNumber),
    trust: () => trustOf(ca),
    checkUp: () => checkUpVendor(ca),
    callback: readCallback(ca),
  };
}

async function enrol(ca: VendorCa, person: Person, pin: string): Promise<Certificate> {
  const body = { ...person, ...(ca.confirm === 'pin' ? { pin } : {}) };
  const issued = await ca.call('POST', '/v1/users', issuedSchema, body);
  return describe(ca, person.staffNumber, issued);
}

async function changePin(ca: VendorCa, staffNumber: string, pin: string, newPin: string): Promise<void> {
  if (ca.confirm === 'push') throw new Refusal('signatures.pin-in-app');
  await ca.call('POST', `/v1/users/${encodeURIComponent(staffNumber)}/pin`, doneSchema, { pin, newPin });
}

async function certificatesOf(ca: VendorCa, staffNumber: string): Promise<readonly Certificate[]> {
  const path = `/v1/users/${encodeURIComponent(staffNumber)}/certificates`;
  const { certificates } = await ca.call('GET', path, certificatesSchema);
  return certificates.map((issued) => describe(ca, staffNumber, issued));
}

async function demandCertificate(ca: VendorCa, staffNumber: string): Promise<Certificate> {
  const certificates = await certificatesOf(ca, staffNumber);
  const valid = certificates.find((each) => each.state === 'valid');
  if (valid !== undefined) return valid;
  throw new Refusal(certificates.length === 0 ? 'signatures.not-enrolled' : 'signatures.certificate-ended');
}

async function trustOf(ca: VendorCa): Promise<Trust> {
  const { revocations } = await ca.call('GET', '/v1/revocations', revocationsSchema);
  return { roots: ca.roots, revocations };
}

type Issued = Readonly<{ pem: string; revocation?: Revocation | undefined }>;

function describe(ca: VendorCa, staffNumber: string, { pem, revocation }: Issued): Certificate {
  try {
    return describeCertificate(pem, { staffNumber, now: ca.now(), revocation });
  } catch (cause) {
    throw new Failure('the vendor CA sent an unreadable certificate', 'permanent', 'certificate', { cause });
  }
}
