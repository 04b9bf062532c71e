/** This hospital's rules from its settings: the ladder, the time limits, the offices and the threshold set. */
import type { DataScope } from '../../shared/data-scope/index.ts';
import type { Rules } from './actions/common.ts';
import { type ThresholdSet, defaultThresholdSet } from './limits.ts';
import { type Ladder, defaultLadders, defaultProcess } from './model.process.ts';
import { publishedCalendar, readHolidays } from './holidays.ts';
import { digestOf } from './store.sets.ts';
import { readTelling } from './telling-file.ts';
import { readThresholds } from './thresholds-file.ts';
import { defaultWords, readWords } from './words.ts';

export interface CriticalValueSettings {
  readonly ladderMinutes: string;
  readonly outpatientMinutes: string;
  readonly emergencyMinutes: string;
  readonly emergencyAgainMinutes: number;
  readonly againMinutes: number;
  readonly contactMinutes: number;
  readonly clinicDays: number;
  readonly emergencyDays: number;
  readonly contactTries: number;
  readonly relayMinutes: number;
  readonly clinicDesks?: string | undefined;
  readonly disposeMinutes: number;
  readonly recordHours: number;
  readonly laboratoryDepartments: string;
  readonly medicalOffices: string;
  readonly haematologyDepartments: string;
  readonly neonatalDepartments: string;
  readonly dialysisDepartments?: string | undefined;
  readonly limitsFile?: string | undefined;
  readonly wordsFile?: string | undefined;
  readonly tellingFile?: string | undefined;
  readonly holidaysFile?: string | undefined;
  readonly readBack: boolean;
  readonly writeRecord: boolean;
}

const listed = (codes: string): string[] => codes.split(',');

/** `answersLaboratory`: whether there is a laboratory system that takes answers; `commands`: whether the hospital's systems take commands. */
export function rulesOf(settings: CriticalValueSettings, answersLaboratory: boolean, scope: DataScope, commands: boolean): Rules {
  return {
    ladders: { inpatient: timed(defaultLadders.inpatient, settings.ladderMinutes, settings), outpatient: timed(defaultLadders.outpatient, settings.outpatientMinutes, settings), emergency: timed(defaultLadders.emergency, settings.emergencyMinutes, { againMinutes: settings.emergencyAgainMinutes }) },
    telling: settings.tellingFile === undefined ? [] : readTelling(settings.tellingFile),
    process: { ...defaultProcess, disposeMinutes: settings.disposeMinutes, contactMinutes: settings.contactMinutes, contactTries: settings.contactTries, relayMinutes: settings.relayMinutes, recordHours: settings.recordHours, readBack: settings.readBack, writeRecord: settings.writeRecord && commands, feedback: answersLaboratory },
    offices: { laboratories: listed(settings.laboratoryDepartments), medicalOffices: listed(settings.medicalOffices), clinicDesks: settings.clinicDesks === undefined ? [] : listed(settings.clinicDesks) },
    thresholds: thresholdsOf(settings),
    ends: { clinicDays: settings.clinicDays, emergencyDays: settings.emergencyDays },
    scope,
    commands,
    calendar: settings.holidaysFile === undefined ? publishedCalendar : readHolidays(settings.holidaysFile),
    words: settings.wordsFile === undefined ? defaultWords : readWords(settings.wordsFile),
  };
}

function timed({ steps }: Ladder, minutes: string, { againMinutes }: Pick<CriticalValueSettings, 'againMinutes'>): Ladder {
  const given = minutes.split(',').map(Number);
  return { againMinutes, steps: steps.map((step, index) => ({ ...step, minutes: given[index] ?? step.minutes })) };
}

/** The set of a hospital that has approved none: its version names its content, so that two contents never have one name. */
function thresholdsOf(settings: CriticalValueSettings): ThresholdSet {
  const set = setOf(settings);
  return { ...set, version: `${set.version}+${digestOf(set).slice(0, 8)}` };
}

function setOf(settings: CriticalValueSettings): ThresholdSet {
  const base = defaultThresholdSet({
    'haematology-or-chemotherapy': { departments: listed(settings.haematologyDepartments), wards: [] },
    dialysis: { departments: settings.dialysisDepartments === undefined ? [] : listed(settings.dialysisDepartments), wards: [] },
    neonatal: { departments: listed(settings.neonatalDepartments), wards: [] },
  });
  return settings.limitsFile === undefined ? base : readThresholds(settings.limitsFile, base);
}
