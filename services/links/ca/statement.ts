/** Writing down what will be signed. */
import { DIGEST_OF, digestOf } from './algorithms.ts';
import { toBase64Url } from './bytes.ts';
import { canonicalBytes } from './canonical.ts';
import { FORMAT, statementSchema, type SignatureAlgorithm, type Statement } from './format.ts';

export interface Draft {
  readonly staffNumber: string;
  /** As the certificate spells it. */
  readonly name: string;
  readonly document: unknown;
  readonly act: string;
  readonly certificate: string;
  readonly algorithm: SignatureAlgorithm;
  readonly now: number;
}

/** @throws Error when the document is not JSON or a field does not fit the format: a mistake of ours */
export async function draftStatement(draft: Draft): Promise<Statement> {
  const digestAlgorithm = DIGEST_OF[draft.algorithm];
  return statementSchema.parse({
    format: FORMAT,
    algorithm: draft.algorithm,
    digestAlgorithm,
    digest: await digestOf(digestAlgorithm, canonicalBytes(draft.document)),
    certificate: draft.certificate,
    signedAt: new Date(draft.now).toISOString(),
    signer: { staffNumber: draft.staffNumber, name: draft.name },
    act: draft.act,
    nonce: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
  });
}
