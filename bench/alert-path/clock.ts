/** One clock for all processes of a run: the machine's monotonic clock, in ms. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
