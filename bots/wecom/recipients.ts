/** User ids of WeCom ignore case, and answers echo them in lower case (documents 90236, 90195). */

/** For comparing only; what is shown and sent stays as it came. */
export function foldUser(user: string): string {
  return user.toLowerCase();
}

/** Is this person named in a list of WeCom's, `a|b` or `["a","b"]`? */
export function isAmong(user: string, list: string | readonly string[] | undefined): boolean {
  const names = typeof list === 'string' ? list.split('|') : (list ?? []);
  return names.some((name) => foldUser(name) === foldUser(user));
}
