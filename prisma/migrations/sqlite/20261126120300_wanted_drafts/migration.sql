-- CreateTable
CREATE TABLE "WantedDraft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "wantedAt" DATETIME NOT NULL,
    "by" TEXT,
    "seed" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "done" REAL NOT NULL,
    CONSTRAINT "WantedDraft_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "WantedDraft_state_wantedAt_idx" ON "WantedDraft"("state", "wantedAt");
