// Node strips the types itself (see docs/architecture.md); ava only has to know the extension.
export default {
  files: ['**/*.test.ts', '!h5/dist/**', '!tests/browser/**'],
  extensions: ['ts'],
  timeout: '6m',
  concurrency: 2,
};
