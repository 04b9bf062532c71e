/** What a person reads where a paper cannot be made. */
export const phrases = {
  'papers.expired': '电子签章的证书已过期或还没有生效，不能出具文件。请信息科更换证书。',
  'papers.unusable': '电子签章的证书或私钥读不出来，不能出具文件。请信息科核对 PAPERS_CERTIFICATE_FILE 和 PAPERS_KEY_FILE。',
  'papers.slow': '文件生成得太慢，没有完成，请稍后再试。',
} as const;
