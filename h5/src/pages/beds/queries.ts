/** What the pages ask about beds. */
import { wardMap, wardsView } from '../../../../services/clinical/beds/schema.ts';
import type { WardMap, WardsView } from '../../../../services/clinical/beds/schema.ts';
import { get } from '../../app/api.ts';

export const readWards = (signal?: AbortSignal): Promise<WardsView> => get('/beds/wards', wardsView, signal);

export const readWard = (ward: string, signal?: AbortSignal): Promise<WardMap> => get(`/beds/wards/${encodeURIComponent(ward)}`, wardMap, signal);
