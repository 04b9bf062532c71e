/** Sums and means over square windows, by running sums: whatever the radius, the same work. */

/** Mean over a window of `radius`, weighted; by running sums, whatever the radius. */
export function boxMean(values: Float32Array, weights: Float32Array, width: number, height: number, radius: number): Float32Array {
  const products = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) products[at] = values[at]! * weights[at]!;
  const sums = boxSum(products, width, height, radius);
  const counts = boxSum(weights, width, height, radius);
  for (let at = 0; at < sums.length; at++) sums[at] = counts[at]! > 0.5 ? sums[at]! / counts[at]! : 0;
  return sums;
}

export function boxSum(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const across = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(radius, width); x++) sum += values[row + x]!;
    for (let x = 0; x < width; x++) {
      if (x + radius < width) sum += values[row + x + radius]!;
      if (x - radius - 1 >= 0) sum -= values[row + x - radius - 1]!;
      across[row + x] = sum;
    }
  }
  const down = new Float32Array(values.length);
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(radius, height); y++) for (let x = 0; x < width; x++) sums[x]! += across[y * width + x]!;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y + radius < height) sums[x]! += across[(y + radius) * width + x]!;
      if (y - radius - 1 >= 0) sums[x]! -= across[(y - radius - 1) * width + x]!;
      down[y * width + x] = sums[x]!;
    }
  }
  return down;
}
