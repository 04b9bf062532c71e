/** Doors beside the routes of the modules, and why each needs no session. */
export const openDoors: Readonly<Record<string, string>> = {
  'ALL /callbacks/dingtalk': 'signed by the platform; tests/resilience/bad-input.test.ts',
  'ALL /callbacks/wecom': 'signed and sealed by the platform; tests/resilience/bad-input.test.ts',
  'GET /healthz': 'says that the process lives',
  'GET /readyz': 'says what is not ready, in words; the proxy keeps it inside',
  'GET /metrics': 'figures without names; the proxy keeps it inside',
  'POST /api/channel': 'agrees on the keys every call is sealed with',
  'GET /api/sign-in/options': 'which platforms one can sign in with',
  'POST /api/sign-in/:platform': 'takes the platform’s single-use code',
  'GET /api/sign-in/:platform/start': 'begins the platform’s sign-in',
  'GET /api/sign-in/:platform/return': 'ends it, with the state of the browser that began',
  'DELETE /api/session': 'signs out whoever holds the cookie',
};
