/** The decisions of the module, all pure. Start with `judge`, then `answer`, then `ladder`. */
export { judge } from './rules/judge.ts';
export type { Critical, History, LabResult, NotCritical, NotJudged, Verdict } from './rules/verdict.ts';
export type { Code, PatientFacts } from './rules/match.ts';
export { findItem } from './rules/match.ts';
export type { EarlierAlert } from './rules/repeat.ts';
export { correct, everybodyTold, notJudged, open, repeated } from './rules/open.ts';
export type { OpeningPlace } from './rules/open.ts';
export { acknowledge, cancel, dispose, sign } from './rules/answer.ts';
export type { CancelInput, DisposalInput } from './rules/answer.ts';
export { disposeBy, escalate, isOverdue, reminded, reminderDue, told } from './rules/ladder.ts';
export type { Due } from './rules/ladder.ts';
export { handOn, standIns } from './rules/hand-on.ts';
export { hasten } from './rules/hasten.ts';
export { closable, close, feedbackAccepted, feedbackDue, feedbackFailed, feedbackSent } from './rules/feedback.ts';
export { deeds, mayDo, permissions, relations, relationsOf } from './rules/permission.ts';
export type { CareTeam, Deed, Relation, Standing } from './rules/permission.ts';
export type { Change } from './rules/change.ts';
