-- AlterTable
ALTER TABLE "Draft" ADD COLUMN "whole" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "Approval" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "draftId" TEXT NOT NULL,
    "by" TEXT,
    "begunAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "looked" INTEGER NOT NULL,
    "approved" INTEGER NOT NULL,
    "last" TEXT,
    CONSTRAINT "Approval_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Approval_state_begunAt_idx" ON "Approval"("state", "begunAt");
