/** What is mounted on the emulator, in this order. */
import type { PlugInFactory } from './core/plug-in.ts';

export const plugIns: readonly PlugInFactory[] = [];
