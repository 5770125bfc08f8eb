-- CreateTable
CREATE TABLE "ProposedMatch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "draftId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "participantIds" JSONB NOT NULL,
    "score" INTEGER NOT NULL,
    CONSTRAINT "ProposedMatch_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ProposedMatch_draftId_position_idx" ON "ProposedMatch"("draftId", "position");
