/** Who enters the doctor's station, and what proves it. */

export const ticketAlgorithms = ['ES256', 'SM2'] as const;
export type TicketAlgorithm = (typeof ticketAlgorithms)[number];

/** What is signed (RFC 7519). Times in seconds. */
export interface Claims {
  readonly iss: string;
  readonly aud: string;
  /** The staff number. */
  readonly sub: string;
  readonly name: string;
  readonly department: string;
  readonly departmentName: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

/** Long enough for a mini-program to start on a slow phone. */
export const ticketSeconds = 60;

/** Where the page that was pressed on lies. */
export const containers = ['dingtalk', 'wecom', 'browser'] as const;
export type Container = (typeof containers)[number];

/** How the other side is opened. */
export type Way = { readonly kind: 'page' | 'dingtalk'; readonly address: string } | { readonly kind: 'wecom'; readonly appId: string; readonly path: string };
