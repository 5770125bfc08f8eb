-- AlterTable
ALTER TABLE "Participant" ADD COLUMN "manager" TEXT;
ALTER TABLE "Participant" ADD COLUMN "partners" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "NotWith" (
    "participantId" TEXT NOT NULL PRIMARY KEY,
    "people" TEXT NOT NULL,
    CONSTRAINT "NotWith_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
