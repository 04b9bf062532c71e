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
  // From where on the window leaves something behind, and until where it meets something new.
  const [leaves, meets] = [radius + 1, width - radius];
  for (let y = 0, row = 0; y < height; y++, row += width) {
    let sum = 0;
    for (let x = 0; x < Math.min(radius, width); x++) sum += values[row + x]!;
    for (let x = 0; x < width; x++) {
      if (x < meets) sum += values[row + x + radius]!;
      if (x >= leaves) sum -= values[row + x - leaves]!;
      across[row + x] = sum;
    }
  }
  const down = new Float32Array(values.length);
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(radius, height); y++) addRow(sums, across, y * width);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) addRow(sums, across, (y + radius) * width);
    if (y >= leaves) takeRow(sums, across, (y - leaves) * width);
    down.set(sums, y * width);
  }
  return down;
}

function addRow(sums: Float64Array, of: Float32Array, from: number): void {
  for (let x = 0; x < sums.length; x++) sums[x]! += of[from + x]!;
}

function takeRow(sums: Float64Array, of: Float32Array, from: number): void {
  for (let x = 0; x < sums.length; x++) sums[x]! -= of[from + x]!;
}
