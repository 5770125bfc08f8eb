export { approvePairs, keepPairs, rejectPairs, stopUnderWay, swapPeople, undoDecisions } from './decide.ts'
export { compareDrafts, listDrafts, lookAtPair, showAudit, showOrMakeDraft } from './look.ts'
