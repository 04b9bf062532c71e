// `npm run test:browser`: journeys in a real Chromium, one at a time.
export default {
  files: ['tests/browser/**/*.test.ts'],
  extensions: ['ts'],
  timeout: '180s',
  concurrency: 1,
};
