/** What happens to pictures on their way, done by tools that are not ours (libvips through sharp, ImageMagick), seeded. */
import sharp from 'sharp';
import { z } from 'zod';
import { type Attacked, convert } from './convert.ts';
import { photograph } from './photo.ts';

const step = z.union([
  z.object({ jpeg: z.int().min(1).max(100) }),
  z.object({ webp: z.int().min(1).max(100) }),
  z.object({ scale: z.number().min(0.05).max(4) }),
  z.object({ longest: z.int().min(64).max(8000) }),
  /** Share of the area that stays; where, by the seed. */
  z.object({ crop: z.number().min(0.01).max(1) }),
  /** Arguments of ImageMagick's `convert` between input and output. */
  z.object({ convert: z.array(z.string()).min(1) }),
  /** Of a screen, its corners marked by a person or left to be found. */
  z.object({ photo: z.enum(['medium', 'hard']), marked: z.boolean().optional() }),
]);

export const attackList = z.array(z.object({
  name: z.string(),
  /** Share that must be read exactly; none where a figure is only reported. */
  goal: z.number().min(0).max(1).optional(),
  steps: z.array(step),
}));

export type Attack = z.infer<typeof attackList>[number];
type Step = z.infer<typeof step>;

export const defaultAttacks: readonly Attack[] = [
  { name: 'as it is', goal: 1, steps: [] },
  { name: 'JPEG q50', goal: 1, steps: [{ jpeg: 50 }] },
  { name: 'scale 0.5', goal: 1, steps: [{ scale: 0.5 }] },
  { name: 'scale 0.75', goal: 1, steps: [{ scale: 0.75 }] },
  { name: 'scale 1.5', goal: 1, steps: [{ scale: 1.5 }] },
  { name: 'crop 12 %', goal: 1, steps: [{ crop: 0.12 }] },
  { name: '0.75 + q50', goal: 1, steps: [{ scale: 0.75 }, { jpeg: 50 }] },
  { name: 'rotate 2°', goal: 1, steps: [{ convert: ['-background', 'white', '-rotate', '2'] }] },
  { name: 'WebP q50', goal: 1, steps: [{ webp: 50 }] },
  { name: 'chat 1280 q60', goal: 1, steps: [{ longest: 1280 }, { jpeg: 60 }] },
  { name: '0.5 + q50', goal: 0.95, steps: [{ scale: 0.5 }, { jpeg: 50 }] },
  { name: 'whiten 245', goal: 0.9, steps: [{ convert: ['-white-threshold', '96.07%'] }] },
  { name: 'binarise 50 %', goal: 0.7, steps: [{ convert: ['-colorspace', 'Gray', '-threshold', '50%'] }] },
  { name: 'photo medium', goal: 1, steps: [{ photo: 'medium' }] },
  { name: 'photo hard', goal: 0.9, steps: [{ photo: 'hard' }] },
  { name: 'photo medium, corners not marked', steps: [{ photo: 'medium', marked: false }] },
  { name: 'photo hard, corners not marked', steps: [{ photo: 'hard', marked: false }] },
];

export async function attack(image: Buffer, { steps }: Attack, seed: number): Promise<Attacked> {
  let attacked: Attacked = { bytes: image };
  for (const one of steps) attacked = await take(attacked, one, seed);
  return attacked;
}

async function take({ bytes }: Attacked, one: Step, seed: number): Promise<Attacked> {
  if ('photo' in one) {
    const taken = await photograph(bytes, one.photo, seed);
    return one.marked === false ? { bytes: taken.bytes } : taken;
  }
  if ('convert' in one) return { bytes: await convert(bytes, one.convert) };
  return { bytes: await bySharp(bytes, one, seed) };
}

async function bySharp(bytes: Buffer, one: Exclude<Step, { photo: unknown } | { convert: unknown }>, seed: number): Promise<Buffer> {
  const image = sharp(bytes);
  if ('jpeg' in one) return image.jpeg({ quality: one.jpeg }).toBuffer();
  if ('webp' in one) return image.webp({ quality: one.webp }).toBuffer();
  const { width, height } = await image.metadata();
  if ('scale' in one) return image.resize({ width: Math.round(width * one.scale) }).png().toBuffer();
  if ('longest' in one) return image.resize({ width: one.longest, height: one.longest, fit: 'inside', withoutEnlargement: true }).png().toBuffer();
  const side = Math.sqrt(one.crop);
  const [across, down] = [Math.round(width * side), Math.round(height * side)];
  const part = (salt: number): number => ((seed * 7919 + salt * 104_729) % 1000) / 1000;
  return image.extract({ left: Math.floor((width - across) * part(1)), top: Math.floor((height - down) * part(2)), width: across, height: down }).png().toBuffer();
}
