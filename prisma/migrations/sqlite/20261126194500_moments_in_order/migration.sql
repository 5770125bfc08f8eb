-- DropIndex
DROP INDEX "Moment_dueAt_idx";

-- CreateIndex
CREATE INDEX "Moment_dueAt_subjectKind_subjectId_flow_idx" ON "Moment"("dueAt", "subjectKind", "subjectId", "flow");
