/**
 * A PDF signed as ETSI EN 319 142-1 asks of PAdES baseline B-B: a detached CMS (RFC 5652) whose signed attributes name
 * the certificate (RFC 5035), the time in the PDF's own dictionary. No time stamp of an authority: B-T is not reached.
 */
import { createHash, sign } from 'node:crypto';
import {
  Attribute, CMSVersion, CertificateChoices, CertificateSet, ContentInfo, DigestAlgorithmIdentifier, DigestAlgorithmIdentifiers, EncapsulatedContentInfo, IssuerAndSerialNumber,
  SignatureAlgorithmIdentifier, SignedData, SignerIdentifier, SignerInfo, SignerInfos, id_data, id_signedData,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib';
import { SignPdf, Signer } from '@signpdf/signpdf';
import { SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import { PDFDocument } from 'pdf-lib';
import type { Stamp } from './certificate.ts';

const oid = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  rsaWithSha256: '1.2.840.113549.1.1.11',
} as const;

export interface SealNote {
  readonly reason: string;
  readonly at: Date;
}

export async function seal(pdf: Uint8Array, stamp: Stamp, { reason, at }: SealNote): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  pdflibAddPlaceholder({ pdfDoc: document, reason, name: stamp.name, contactInfo: '', location: '', signingTime: at, subFilter: SUBFILTER_ETSI_CADES_DETACHED, appName: 'Wardline' });
  const prepared = Buffer.from(await document.save({ useObjectStreams: false }));
  return new Uint8Array(await new SignPdf().sign(prepared, new CmsSigner(stamp), at));
}

class CmsSigner extends Signer {
  readonly #stamp: Stamp;

  constructor(stamp: Stamp) {
    super();
    this.#stamp = stamp;
  }

  // eslint-disable-next-line require-await -- the library's type
  override async sign(bytes: Buffer): Promise<Buffer> {
    return cmsOf(bytes, this.#stamp);
  }
}

function cmsOf(bytes: Uint8Array, { chain, key }: Stamp): Buffer {
  const certificates = chain.map((der) => AsnConvert.parse(der, Certificate));
  const [leaf, leafDer] = [certificates[0], chain[0]];
  if (leaf === undefined || leafDer === undefined) throw new Error('no certificate to sign with');
  const attributes = signedAttributes(sha256(bytes), sha256(leafDer));
  const isRsa = key.asymmetricKeyType === 'rsa';
  const algorithm = isRsa ? oid.rsaWithSha256 : oid.ecdsaWithSha256;
  const data = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([new DigestAlgorithmIdentifier({ algorithm: oid.sha256 })]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet(certificates.map((certificate) => new CertificateChoices({ certificate }))),
    signerInfos: new SignerInfos([
      new SignerInfo({
        version: CMSVersion.v1,
        sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer: leaf.tbsCertificate.issuer, serialNumber: leaf.tbsCertificate.serialNumber }) }),
        digestAlgorithm: new DigestAlgorithmIdentifier({ algorithm: oid.sha256 }),
        signedAttrs: attributes.map((each) => AsnConvert.parse(each, Attribute)),
        signatureAlgorithm: new SignatureAlgorithmIdentifier({ algorithm, ...(isRsa ? { parameters: null } : {}) }),
        // Signed as a SET, though they stand in the message under a tag of their own (RFC 5652, 5.4).
        signature: new OctetString(sign('sha256', wrap(0x31, Buffer.concat(attributes)), key)),
      }),
    ]),
  });
  return Buffer.from(AsnConvert.serialize(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(data) })));
}

/** `id-data` (1.2.840.113549.1.7.1), encoded. */
const dataType = Buffer.from('06092a864886f70d010701', 'hex');

/** In the order of their bytes, as DER has a SET. */
function signedAttributes(digest: Buffer, certificateDigest: Buffer): Buffer[] {
  // SigningCertificateV2 { certs { ESSCertIDv2 { certHash } } }; SHA-256 is the default and left out.
  const named = wrap(0x30, wrap(0x30, wrap(0x30, wrap(0x04, certificateDigest))));
  return [attribute(oid.contentType, dataType), attribute(oid.messageDigest, wrap(0x04, digest)), attribute(oid.signingCertificateV2, named)].toSorted((one, other) => Buffer.compare(one, other));
}

function attribute(type: string, value: Uint8Array): Buffer {
  return Buffer.from(AsnConvert.serialize(new Attribute({ attrType: type, attrValues: [new Uint8Array(value).buffer] })));
}

function wrap(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const bytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
