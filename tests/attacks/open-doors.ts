/** Doors beside the routes of the modules, and why each needs no session. */
export const openDoors: Readonly<Record<string, string>> = {
  'ALL /callbacks/dingtalk': 'signed by the platform; tests/resilience/bad-input.test.ts',
  'ALL /callbacks/wecom': 'signed and sealed by the platform; tests/resilience/bad-input.test.ts',
  'GET /healthz': 'says that the process lives',
  'GET /readyz': 'says what is not ready, in words; the proxy keeps it inside',
  'GET /metrics': 'figures without names; the proxy keeps it inside',
  'POST /api/machine/facts': 'signed by the machine; services/operations/hospital-facts/hospital-facts.test.ts',
  'GET /api/machine/facts/openapi.json': 'the published contract: shapes and examples; no ids, nobody named',
  'GET /api/machine/status/ping': 'signed by the machine; services/operations/api-clients/machine-door.test.ts',
  'POST /api/channel': 'agrees on the keys every call is sealed with',
  'GET /api/sign-in/options': 'which platforms one can sign in with',
  'POST /api/sign-in/desk': 'takes number and password, under the lock',
  'POST /api/sign-in/desk/totp': 'with the ticket of the password alone',
  'POST /api/sign-in/desk/passkey/options': 'with the ticket of the password alone',
  'POST /api/sign-in/desk/passkey': 'with the ticket of the password alone',
  'POST /api/sign-in/desk/password': 'with the ticket, after the factor',
  'POST /api/sign-in/desk/enrol/totp': 'with the ticket, for who has no factor',
  'POST /api/sign-in/desk/enrol/totp/confirm': 'with the ticket, for who has no factor',
  'POST /api/sign-in/desk/enrol/passkey': 'with the ticket, for who has no factor',
  'POST /api/sign-in/desk/enrol/passkey/confirm': 'with the ticket, for who has no factor',
  'POST /api/sign-in/dingtalk': 'takes the platform’s single-use code',
  'GET /api/sign-in/dingtalk/start': 'begins the platform’s sign-in',
  'GET /api/sign-in/dingtalk/return': 'ends it, with the state of the browser that began',
  'POST /api/sign-in/wecom': 'takes the platform’s single-use code',
  'GET /api/sign-in/wecom/start': 'begins the platform’s sign-in',
  'GET /api/sign-in/wecom/return': 'ends it, with the state of the browser that began',
  'DELETE /api/session': 'signs out whoever holds the cookie',
};

/** Routes that need nobody signed in, and why. */
export const publicRoutes: Readonly<Record<string, string>> = {
  'GET /directory/guide': 'a visitor looks for the hospital and its departments; names, addresses and telephones that were published',
  'GET /directory/guide/page': 'a visitor reads a page as an administrator published it',
};
