/**
 * How much of a page's sides is empty paper, and whether its reader wants it large. A sheet made for a desk shows its
 * letters at seven pixels on a phone; without the margins, and larger still where wanted, they can be read.
 */
const columns = 480;
/** The seen mark is a little darker than paper; letters are far darker. */
const darkest = 180;
/** Some air, and never so much that a page of one short line is blown up. */
const [air, mostCropped] = [0.02, 0.16];

/** The part of its width that can go on either side; 0 where the edge itself is drawn on. */
export function emptySides(pixels: { readonly data: ArrayLike<number>; readonly width: number; readonly height: number }): number {
  const { data, width, height } = pixels;
  const isDrawn = (x: number): boolean => {
    for (let y = 0; y < height; y++) {
      const at = (y * width + x) * 4;
      if (((data[at] ?? 255) + (data[at + 1] ?? 255) + (data[at + 2] ?? 255)) / 3 < darkest) return true;
    }
    return false;
  };
  let [left, right] = [0, width - 1];
  while (left < width && !isDrawn(left)) left += 1;
  // An empty page says nothing of where the others' text stands.
  if (left === width) return mostCropped;
  while (right > left && !isDrawn(right)) right -= 1;
  return Math.min(mostCropped, Math.max(0, Math.min(left, width - 1 - right) / width - air));
}

/** The same of a picture that has been fetched; 0 where this browser cannot look. */
export async function emptySidesOf(picture: Blob): Promise<number> {
  try {
    const bitmap = await createImageBitmap(picture);
    const canvas = document.createElement('canvas');
    // Thin lines must not fade away: as many rows and columns as letters need.
    canvas.width = columns;
    canvas.height = Math.max(1, Math.round((bitmap.height / bitmap.width) * canvas.width));
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (pen === null) return 0;
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return emptySides(pen.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return 0;
  }
}

const key = 'wardline:large-pages';

/** Kept on this phone for one person; the next to sign in has their own. */
export function wantsLarge(person: string | undefined): boolean {
  try {
    return person !== undefined && localStorage.getItem(key) === person;
  } catch {
    return false;
  }
}

export function keepLarge(person: string | undefined, large: boolean): void {
  try {
    if (large && person !== undefined) localStorage.setItem(key, person);
    else localStorage.removeItem(key);
  } catch {
    // Without storage it lasts as long as the page.
  }
}
