/** The pure decisions of the directory. */
export { type Verdict, type StaffHere, judgeBed, judgeStaff, judgePlace, judgeGroup } from './rules/told.ts';
export { type AccountAround, judgeAccount, judgeBinding, sameName } from './rules/accounts.ts';
export { type Missing, tooMany } from './rules/missing.ts';
export { changedFields, checkByHand } from './rules/by-hand.ts';
export { type Node, type TreeRow, loops, treeOf } from './rules/tree.ts';
export { type Difference, checkPublishable, departmentText, institutionText, pageDifferences } from './rules/publishing.ts';
export { resolutionsFor } from './rules/matters.ts';
