/** The duty rosters' door: who is entered, asked for and handed over to, and telling whoever keeps a roster where nobody is. */
import { type Module, defineListener, defineModule } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import { fileCallBytes } from '../../core/schema.ts';
import { nobodyOnCall } from '../../clinical/critical-values/events.ts';
import { left } from '../../shared/directory/events.ts';
import type { CardFace, LineAnswer } from '../../shared/notices/index.ts';
import { moduleName } from './actions/common.ts';
import { exportFile, importFile, previewFile } from './actions/files.ts';
import { lookAhead, noteLeft, noteNobody } from './actions/holes.ts';
import { change, copyWeek, end, enter, remove, setPattern } from './actions/keep.ts';
import { backFromLeave, leave } from './actions/leave.ts';
import { answerStandIn, askStandIn, handOver, withdrawStandIn } from './actions/stand-in.ts';
import { face } from './cards.face.ts';
import { holeFilled, holeFound, rosterChanged } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { dutyLine } from './queries.line.ts';
import { people, rosterQueries } from './queries.ts';
import type { Rosters } from './store.keepers.ts';

export { missingIn, rosterDepartments } from './store.missing.ts';

export interface DutyRoster {
  readonly module: Module;
  readonly face: CardFace;
  readonly line: (corridor: Corridor) => LineAnswer;
}

export function dutyRoster(rosters: Rosters): DutyRoster {
  const noting = noteNobody(rosters);
  const looking = lookAhead(rosters);
  const leaving = noteLeft(rosters);
  const away = leave(rosters);
  const asks = rosterQueries(rosters);
  const exporting = exportFile(rosters);
  const module = defineModule({
    name: moduleName,
    events: [rosterChanged, holeFound, holeFilled],
    actions: [enter, change, end, remove, copyWeek, setPattern, away, backFromLeave, askStandIn, answerStandIn, withdrawStandIn, handOver, importFile, noting, looking, leaving],
    queries: [...Object.values(asks), people, previewFile, exporting],
    listeners: [
      defineListener(moduleName, nobodyOnCall, async ({ run }, { at, data: { duty, departmentCode } }) => {
        // Whose patient it is comes from the record, not from a roster; and so does who she is.
        if (duty !== 'responsible-doctor' && duty !== 'ordering-doctor' && duty !== 'patient') await run(noting, { department: departmentCode, duty, at });
      }),
      defineListener(moduleName, left, ({ run }, { subject }) => run(leaving, { staff: subject })),
    ],
    ticks: [{ name: 'duty-roster.look-ahead', cron: '0 9 * * *', body: async ({ run }) => void (await run(looking, {})) }],
    routes: [
      { method: 'GET', path: '/duty-roster/departments', does: asks.departments },
      { method: 'GET', path: '/duty-roster/week', does: asks.week },
      { method: 'GET', path: '/duty-roster/tonight', does: asks.tonight },
      { method: 'GET', path: '/duty-roster/mine', does: asks.mine },
      { method: 'GET', path: '/duty-roster/overview', does: asks.overview },
      { method: 'GET', path: '/duty-roster/history', does: asks.history },
      { method: 'GET', path: '/duty-roster/people', does: people },
      { method: 'POST', path: '/duty-roster/duties', does: enter },
      { method: 'POST', path: '/duty-roster/duties/change', does: change },
      { method: 'POST', path: '/duty-roster/duties/end', does: end },
      { method: 'POST', path: '/duty-roster/duties/remove', does: remove },
      { method: 'POST', path: '/duty-roster/copy-week', does: copyWeek },
      { method: 'POST', path: '/duty-roster/pattern', does: setPattern },
      { method: 'POST', path: '/duty-roster/leaves', does: away },
      { method: 'POST', path: '/duty-roster/leaves/end', does: backFromLeave },
      { method: 'POST', path: '/duty-roster/stand-ins', does: askStandIn },
      { method: 'POST', path: '/duty-roster/stand-ins/answer', does: answerStandIn },
      { method: 'POST', path: '/duty-roster/stand-ins/withdraw', does: withdrawStandIn },
      { method: 'POST', path: '/duty-roster/hand-over', does: handOver },
      { method: 'POST', path: '/duty-roster/file/preview', does: previewFile, maxBytes: fileCallBytes },
      { method: 'POST', path: '/duty-roster/file', does: importFile, maxBytes: fileCallBytes },
      { method: 'GET', path: '/duty-roster/file', does: exporting },
    ],
    phrases,
    acts: actNames,
  });
  return { module, face: face(rosters), line: dutyLine(rosters) };
}
