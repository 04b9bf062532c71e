/** Words of the patient pages. */
export const kindWords = { inpatient: '住院', outpatient: '门诊', emergency: '急诊' } as const;
