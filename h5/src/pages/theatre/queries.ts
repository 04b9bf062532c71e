/** What the page of the operating list asks. */
import { operationList, roomsView } from '../../../../services/shared/theatre/schema.ts';
import type { ListedView, RoomsView } from '../../../../services/shared/theatre/schema.ts';
import { get } from '../../app/api.ts';
import { type Page, pathOf } from '../records/queries.ts';

export interface Asked {
  readonly from: Date;
  readonly until: Date;
  readonly department?: string;
  readonly daySurgery?: boolean | undefined;
}

export const readOperations = (asked: Asked, signal?: AbortSignal): Promise<Page<ListedView>> => get(pathOf('/theatre/operations', { ...asked, limit: 200 }), operationList, signal);

export const readRooms = ({ from, until, daySurgery }: Asked, signal?: AbortSignal): Promise<RoomsView> => get(pathOf('/theatre/rooms', { from, until, daySurgery }), roomsView, signal);
