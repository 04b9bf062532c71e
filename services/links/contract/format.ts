/** How a message of the contract is kept: with the client that signed it, so that it can be read again. Pure. */

export function storedFacts(client: string, message: string): Buffer {
  return Buffer.from(`{"client":${JSON.stringify(client)},"message":${message === '' ? 'null' : message}}`);
}
